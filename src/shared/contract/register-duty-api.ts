import { Type, type Static } from 'typebox'
import { Instant, Ore } from './common'

/**
 * GET /api/v1/register-duty: what counts towards the duty to have a certified cash register (skatteförfarandelagen 39 kap.):
 * sales of the last twelve months less what went back, with VAT, practice sales left out.
 */
export const RegisterDuty = Type.Object({
  from: Instant,
  to: Instant,
  /** Sales at the tills by cash, card and Swish, checked or not. Below zero when more went back than came in. */
  tillOre: Type.Integer(),
  /** Sales over the web: at a distance, and as such exempt. */
  webOre: Type.Integer(),
  /** Of the settings. */
  limitOre: Ore,
  /** The device that would make the till a certified register. */
  controlUnit: Type.Union([Type.Literal('none'), Type.Literal('ready'), Type.Literal('out_of_order')]),
  level: Type.Union([Type.Literal('below'), Type.Literal('near'), Type.Literal('above')]),
})
export type RegisterDuty = Static<typeof RegisterDuty>
