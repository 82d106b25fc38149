import type { NewTicketType, TicketType } from '#shared/contract/event-api'
import { parseKronor, typedKronor } from '#shared/text/typed-kronor'

export interface TicketTypeForm {
  title: string
  description: string
  /** Kronor as typed. */
  price: string
  /** Undefined until the classes have been read. */
  vatClassId: number | undefined
  visible: boolean
  /** Times as typed. */
  admitTimes: string
  admitPer: 'ticket' | 'day'
  doorNote: string
}

export type TicketTypeProblems = Partial<
  Record<
    'title' | 'description' | 'price' | 'vatClassId' | 'admitTimes' | 'doorNote',
    'missing' | 'too_long' | 'bad_price' | 'bad_times'
  >
>

export const longestTicketTypeTitle = 100
export const longestTicketTypeDescription = 1_000
/** The door reads it from three metres. */
export const longestDoorNote = 80

/** @param vatClassId what a new type starts with: the first class, which is what a venue sells most */
export const newTicketTypeForm = (vatClassId: number | undefined): TicketTypeForm => ({
  title: '',
  description: '',
  price: '',
  vatClassId,
  visible: true,
  admitTimes: '1',
  admitPer: 'ticket',
  doorNote: '',
})

export function formOfTicketType(type: TicketType, decimal: ',' | '.'): TicketTypeForm {
  const { title, description, priceOre, vatClassId, visible, admit, doorNote } = type
  return {
    ...{ title, description, price: typedKronor(priceOre, decimal), vatClassId, visible },
    ...{ admitTimes: String(admit.times), admitPer: admit.per, doorNote },
  }
}

/** How many times, if what was typed is a number that a ticket can be good for. */
export function readAdmitTimes(typed: string): number | undefined {
  const times = Number(typed.trim())
  return Number.isInteger(times) && times >= 1 && times <= 99 ? times : undefined
}

/** Checks the fields and puts them together. `ticketType` is there when no field has a problem. */
export function readTicketTypeForm(form: TicketTypeForm): {
  problems: TicketTypeProblems
  ticketType?: NewTicketType
} {
  const title = form.title.trim()
  const priceOre = parseKronor(form.price)
  const problems: TicketTypeProblems = {}
  if (title === '') problems.title = 'missing'
  else if (title.length > longestTicketTypeTitle) problems.title = 'too_long'
  if (form.description.length > longestTicketTypeDescription) problems.description = 'too_long'
  if (priceOre === undefined) problems.price = 'bad_price'
  const { description, vatClassId, visible, admitPer } = form
  const times = readAdmitTimes(form.admitTimes)
  const doorNote = form.doorNote.trim()
  if (times === undefined) problems.admitTimes = 'bad_times'
  if (doorNote.length > longestDoorNote) problems.doorNote = 'too_long'
  if (vatClassId === undefined) problems.vatClassId = 'missing'
  if (Object.keys(problems).length > 0) return { problems }
  if (priceOre === undefined || vatClassId === undefined || times === undefined) return { problems }
  const admit = { times, per: admitPer }
  return { problems, ticketType: { title, description, priceOre, vatClassId, visible, admit, doorNote } }
}
