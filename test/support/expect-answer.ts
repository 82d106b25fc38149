import { expect } from 'vitest'
import { headerValues, type HttpAnswer } from './http-client'

/** The answer is exactly this JSON string, quotes and nothing else in its body. */
export function expectJsonString(answer: HttpAnswer, status: number, text: string): void {
  expect({ status: answer.status, body: answer.text }).toEqual({ status, body: `"${text}"` })
  expectJsonType(answer)
}

export function expectJson(answer: HttpAnswer, status: number, body: unknown): void {
  expect({ status: answer.status, body: parsed(answer) }).toEqual({ status, body })
  expectJsonType(answer)
}

/** A reservation's answer: 201, not a byte in the body, and exactly one session cookie. */
export function expectReserved(answer: HttpAnswer): void {
  expect({ status: answer.status, body: answer.text }).toEqual({ status: 201, body: '' })
  expect(headerValues(answer, 'content-length')).toEqual(['0'])
  expect(headerValues(answer, 'set-cookie')).toHaveLength(1)
}

/** A started payment's answer: 32 hexadecimal digits in quotes. Gives the token without them. */
export function expectToken(answer: HttpAnswer): string {
  expect({ status: answer.status, body: answer.text }).toEqual({
    status: 200,
    body: expect.stringMatching(/^"[0-9a-fA-F]{32}"$/) as string,
  })
  expect(answer.body).toHaveLength(34)
  expectJsonType(answer)
  return answer.text.slice(1, -1)
}

function expectJsonType(answer: HttpAnswer): void {
  expect(answer.headers['content-type']).toMatch(/^application\/json(; ?charset=utf-8)?$/i)
}

function parsed(answer: HttpAnswer): unknown {
  try {
    return answer.json()
  } catch {
    return answer.text
  }
}
