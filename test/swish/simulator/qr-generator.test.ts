import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prefilledText } from '#main/swish/simulator/qr-generator'
import { send, sendJson, startSimulator, type SimulatorProcess } from './simulator-process'

let simulator: SimulatorProcess
beforeAll(async () => {
  simulator = await startSimulator('--http', '--qr')
})
afterAll(() => simulator[Symbol.asyncDispose]())

const post = (kind: string, request: object) => sendJson(`${simulator.ready.qr ?? ''}/${kind}`, 'POST', request)

function textIn(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture)
  return jsQR(new Uint8ClampedArray(data), width, height)?.data
}

test.each(['827ce970edc4addd49ea4e62aa9480de', 'umP7Eg2HT_OUId8Mc0FHPCxhX3Hkh4qI', 'a-b_C'])(
  'the token %s is drawn with its D',
  async (token) => {
    const { status, headers, body } = await post('commerce', { token, format: 'png', size: '300' })
    expect([status, headers['content-type']]).toEqual([200, 'image/png'])
    expect(textIn(body)).toBe(`D${token}`)
    expect(PNG.sync.read(body).width).toBe(300)
  },
)

test('svg needs no size, and may be transparent', async () => {
  const { status, headers, body } = await post('commerce', {
    token: 'abc',
    format: 'svg',
    transparent: true,
    border: 0,
  })
  expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml'])
  expect(body.toString()).toMatch(/^<svg/)
})

test.each([
  ['no token', 'commerce', { format: 'png', size: 300 }],
  ['no format', 'commerce', { token: 'abc', size: 300 }],
  ['another format', 'commerce', { token: 'abc', format: 'gif', size: 300 }],
  ['no size', 'commerce', { token: 'abc', format: 'png' }],
  ['too small', 'commerce', { token: 'abc', format: 'png', size: 299 }],
  ['too large', 'commerce', { token: 'abc', format: 'png', size: 40_000 }],
  ['jpg, which it cannot draw', 'commerce', { token: 'abc', format: 'jpg', size: 300 }],
  ['nothing filled in', 'prefilled', { format: 'svg' }],
  ['a long message', 'prefilled', { format: 'svg', message: { value: 'a'.repeat(71) } }],
  ['an amount as text', 'prefilled', { format: 'svg', amount: { value: '1' } }],
  ['another property', 'prefilled', { format: 'svg', payee: { value: '1' }, token: 'abc' }],
  [
    'six properties',
    'prefilled',
    { format: 'svg', size: 300, border: 1, transparent: true, payee: { value: '1' }, message: { value: '1' } },
  ],
])('%s is 400', async (_case, kind, request) => {
  expect((await post(kind, request)).status).toBe(400)
})

test('another content type is 415, another method 405', async () => {
  const url = `${simulator.ready.qr ?? ''}/commerce`
  expect((await send(url, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  expect((await send(url)).status).toBe(405)
})

describe('prefilled', () => {
  test.each([
    [
      { payee: { value: '1237856901' }, amount: { value: 100 }, message: { value: '12229445' } },
      'C1237856901;100,00;12229445;0',
    ],
    [{ payee: { value: '1237856901', editable: true } }, 'C1237856901;;;1'],
    [
      { amount: { value: 0.5, editable: true }, message: { value: 'Två & en', editable: true } },
      'C;0,50;Tv%C3%A5%20%26%20en;6',
    ],
  ])('%j', async (parts, text) => {
    expect(prefilledText({ payee: undefined, amount: undefined, message: undefined, ...parts })).toBe(text)
    const { status, body } = await post('prefilled', { format: 'png', size: 400, ...parts })
    expect([status, textIn(body)]).toEqual([200, text])
  })
})

test('without --qr there is none', async () => {
  await using other = await startSimulator('--http')
  expect(other.ready).not.toHaveProperty('qr')
  const url = `${new URL(other.ready.url).origin}/qrg-swish/api/v1/commerce`
  expect((await sendJson(url, 'POST', { token: 'abc', format: 'svg' })).status).toBe(404)
})
