import type { ServerStatus, SetUpRequest } from '#shared/contract/server-api'
import { request } from './client'

export const getServerStatus = () => request<ServerStatus>('GET', '/server')

/** @throws ApiError `already_set_up` */
export const setUp = (choice: SetUpRequest) => request<undefined>('POST', '/set-up', { body: choice })
