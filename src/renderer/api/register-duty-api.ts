import type { RegisterDuty } from '#shared/contract/register-duty-api'
import { request } from './client'

export const getRegisterDuty = () => request<RegisterDuty>('GET', '/register-duty')
