import type { NewTicketType, TicketType } from '#shared/contract/event-api'
import { parseKronor, typedKronor } from './kronor'

export interface TicketTypeForm {
  title: string
  description: string
  /** Kronor as typed. */
  price: string
  vatRateBp: NewTicketType['vatRateBp']
  visible: boolean
}

export type TicketTypeProblems = Partial<
  Record<'title' | 'description' | 'price', 'missing' | 'too_long' | 'bad_price'>
>

export const longestTicketTypeTitle = 100
export const longestTicketTypeDescription = 1_000

/** Culture carries 6 % VAT; what a venue sells most is what a new type starts with. */
export const newTicketTypeForm = (): TicketTypeForm => ({
  title: '',
  description: '',
  price: '',
  vatRateBp: 600,
  visible: true,
})

export function formOfTicketType(type: TicketType, decimal: ',' | '.'): TicketTypeForm {
  const { title, description, priceOre, vatRateBp, visible } = type
  return { title, description, price: typedKronor(priceOre, decimal), vatRateBp, visible }
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
  if (Object.keys(problems).length > 0 || priceOre === undefined) return { problems }
  const { description, vatRateBp, visible } = form
  return { problems, ticketType: { title, description, priceOre, vatRateBp, visible } }
}
