import type { Catalogue } from '#shared/contract/event-api'
import { request } from './client'

/** @param archived also what has been put away */
export const getCatalogue = (archived = false) =>
  request<Catalogue>('GET', archived ? '/catalogue?archived=true' : '/catalogue')
