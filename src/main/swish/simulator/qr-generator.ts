import QRCode from 'qrcode'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { amountOf } from './wire-object'

/**
 * Swish's QR generator: pictures of tokens and of prefilled payments. No payment stands behind a prefilled one.
 *
 * Pictures are PNG and SVG. Swish draws JPEG as well; here that is 400 with a sentence of explanation, since nothing that
 * Lucka is made of writes JPEG.
 *
 * Source: our Swish reference, section 9, read 2026-11-23.
 */

const strict = { additionalProperties: false }
/** Pixels; beyond the highest there is no picture that a client would want. */
const Size = Type.Union([
  Type.Integer({ minimum: 300, maximum: 4_000 }),
  Type.String({ pattern: '^(?:[3-9][0-9]{2}|[1-3][0-9]{3}|4000)$' }),
])
const picture = {
  format: Type.Union([Type.Literal('jpg'), Type.Literal('png'), Type.Literal('svg')]),
  size: Type.Optional(Size),
  /** In modules. */
  border: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 20 }), Type.String({ pattern: '^1?[0-9]$' })])),
  transparent: Type.Optional(Type.Boolean()),
}
const CommerceRequest = Type.Object(
  { ...picture, token: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) },
  { additionalProperties: true },
)

const editable = { editable: Type.Optional(Type.Boolean()) }
const ShortText = Type.Object({ value: Type.String({ minLength: 1, maxLength: 70 }), ...editable }, strict)
const PrefilledRequest = Type.Object(
  {
    ...picture,
    payee: Type.Optional(ShortText),
    amount: Type.Optional(
      Type.Object({ value: Type.Number({ minimum: 0.01, maximum: 999_999_999_999.99 }), ...editable }, strict),
    ),
    message: Type.Optional(ShortText),
  },
  { ...strict, maxProperties: 5 },
)

type Picture = Pick<Static<typeof CommerceRequest>, 'format' | 'size' | 'border' | 'transparent'>

export interface QrAnswer {
  status: number
  contentType?: string
  body: Buffer
}

const bare = (status: number): QrAnswer => ({ status, body: Buffer.alloc(0) })
const quietZoneModules = 4

/** @param body the request's, as JSON; undefined when it is none */
export async function drawCommerceQr(body: unknown): Promise<QrAnswer> {
  return Value.Check(CommerceRequest, body) ? draw(`D${body.token}`, body) : bare(400)
}

/** As `drawCommerceQr`. */
export async function drawPrefilledQr(body: unknown): Promise<QrAnswer> {
  if (!Value.Check(PrefilledRequest, body)) return bare(400)
  const { payee, amount, message } = body
  if (payee === undefined && amount === undefined && message === undefined) return bare(400)
  return draw(prefilledText({ payee, amount, message }), body)
}

type Prefilled = { [K in 'payee' | 'amount' | 'message']: Static<typeof PrefilledRequest>[K] | undefined }

/** `C<payee>;<amount>;<message>;<mask>`: the amount with a comma, and a bit set for each part that the payer may change. */
export function prefilledText({ payee, amount, message }: Prefilled): string {
  const mask = (payee?.editable ? 1 : 0) + (amount?.editable ? 2 : 0) + (message?.editable ? 4 : 0)
  const kronor = amount === undefined ? '' : amountOf(Math.round(amount.value * 100)).replace('.', ',')
  return `C${payee?.value ?? ''};${kronor};${encodeURIComponent(message?.value ?? '')};${mask}`
}

async function draw(text: string, { format, size, border, transparent }: Picture): Promise<QrAnswer> {
  if (format === 'jpg') {
    const body = Buffer.from(JSON.stringify({ error: 'This simulator draws png and svg' }))
    return { status: 400, contentType: 'application/json', body }
  }
  if (format !== 'svg' && size === undefined) return bare(400)
  const options = {
    errorCorrectionLevel: 'M',
    margin: Number(border ?? quietZoneModules),
    ...(size !== undefined && { width: Number(size) }),
    color: { dark: '#000000ff', light: transparent ? '#ffffff00' : '#ffffffff' },
  } as const
  const code = [{ data: Buffer.from(text), mode: 'byte' }] as const
  if (format === 'svg') {
    const svg = await QRCode.toString([...code], { ...options, type: 'svg' })
    return { status: 200, contentType: 'image/svg+xml', body: Buffer.from(svg) }
  }
  return { status: 200, contentType: 'image/png', body: await QRCode.toBuffer([...code], options) }
}
