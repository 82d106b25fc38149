import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { request } from './client'

export const getSwishStatus = () => request<SwishStatus>('GET', '/swish')
