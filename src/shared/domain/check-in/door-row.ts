import type { DoorTicket } from './decide-scan'

/** What a door without contact knows of a ticket; its event, and what its type allows, stand with the whole list. */
export interface DoorRow extends Pick<
  DoorTicket,
  'ticketTypeId' | 'status' | 'timesUsed' | 'usedDay' | 'usedOnDay' | 'inside' | 'steppedOut'
> {
  firstUsedAt: string | null
  firstDoorId: number | null
}

/** Rows are this long, or a multiple of it: whether a ticket has been used must not show in the length of what is sealed. */
const BLOCK = 96

/** A row as text, to be sealed: a JSON list in a fixed order, filled up with spaces. */
export function formatDoorRow(row: DoorRow): string {
  const { ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut, firstUsedAt, firstDoorId } = row
  const fields = [ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut, firstUsedAt, firstDoorId]
  const text = JSON.stringify(fields)
  return text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK)
}

type Fields = [
  DoorRow['ticketTypeId'],
  DoorRow['status'],
  DoorRow['timesUsed'],
  DoorRow['usedDay'],
  DoorRow['usedOnDay'],
  DoorRow['inside'],
  DoorRow['steppedOut'],
  DoorRow['firstUsedAt'],
  DoorRow['firstDoorId'],
]

/** Reads what `formatDoorRow` has written: a text that was unsealed with the right key comes from nowhere else. */
export function parseDoorRow(text: string): DoorRow {
  const [ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut, firstUsedAt, firstDoorId] =
    JSON.parse(text) as Fields
  return { ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut, firstUsedAt, firstDoorId }
}
