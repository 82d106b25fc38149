import type { Door, NewDoor } from '#shared/contract/door-api'

export type DoorForm = NewDoor

export const newDoorForm = (): DoorForm => ({ name: '', eventIds: [], ticketTypeIds: [], needsSignature: false })

export const formOfDoor = ({ name, eventIds, ticketTypeIds, needsSignature }: Door): DoorForm => ({
  name,
  eventIds: [...eventIds],
  ticketTypeIds: [...ticketTypeIds],
  needsSignature,
})
