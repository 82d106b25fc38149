import type { PairedDevice } from '#shared/contract/device-api'
import type { DoorList } from '#shared/contract/door-api'
import type { DoorEvents, DoorListPage } from '#shared/contract/door-list-api'
import type { DecidedScan, UploadedScans } from '#shared/contract/scan-upload-api'
import { getCurrentSession } from './session-api'
import { ApiError, request } from './client'

/** Who waits longer than this at a door has lost contact. */
const patienceMs = 1_500
/** A page of the list takes a second to make at worst, and a while on a poor line. */
const pageTimeoutMs = 15_000

/** Which device this is: a paired one, or this machine itself with somebody signed in. @throws ApiError, NetworkError */
export async function getCurrentDevice(): Promise<Pick<PairedDevice, 'name' | 'role' | 'doorId'>> {
  try {
    return await request<PairedDevice>('GET', '/devices/current')
  } catch (error) {
    if (!(error instanceof ApiError) || ![401, 404].includes(error.status)) throw error
    const { staffUser } = await getCurrentSession()
    return { name: staffUser.name, role: 'door', doorId: null }
  }
}

/** Asked at short intervals to see whether there is contact. */
export const listDoors = () =>
  request<DoorList>('GET', '/doors', { signal: AbortSignal.timeout(patienceMs) }).then(({ doors }) => doors)

export const listDoorEvents = () => request<DoorEvents>('GET', '/door-events').then(({ events }) => events)

export const getDoorListPage = (eventId: number, cursor: string | undefined) =>
  request<DoorListPage>(
    'GET',
    `/door-list?event=${String(eventId)}${cursor === undefined ? '' : `&cursor=${cursor}`}`,
    { signal: AbortSignal.timeout(pageTimeoutMs) },
  )

/** Repeating it changes nothing: every scan has its nonce. */
export const uploadScans = (scans: readonly DecidedScan[]) =>
  request<UploadedScans>('POST', '/check-ins/uploads', {
    body: { scans },
    signal: AbortSignal.timeout(4 * patienceMs),
  })
