import type { NewVatClass, VatClass } from '#shared/contract/vat-api'
import { request } from './client'

export const listVatClasses = async () => (await request<{ vatClasses: VatClass[] }>('GET', '/vat-classes')).vatClasses

/** @throws ApiError `name_taken` */
export const createVatClass = (vatClass: NewVatClass) => request<VatClass>('POST', '/vat-classes', { body: vatClass })

/** @param validFrom a day of the venue, `2026-12-05`. @throws ApiError `vat_rate_in_past`, `not_a_day` */
export const setVatRate = (id: number, validFrom: string, rateBp: number) =>
  request<VatClass>('PUT', `/vat-classes/${String(id)}/rates/${validFrom}`, { body: { rateBp } })

/** Takes back a rate that is not valid yet. @throws ApiError `vat_rate_in_past` */
export const withdrawVatRate = (id: number, validFrom: string) =>
  request<VatClass>('DELETE', `/vat-classes/${String(id)}/rates/${validFrom}`)
