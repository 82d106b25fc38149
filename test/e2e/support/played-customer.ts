import { expect, type Page } from '@playwright/test'
import type { SimulatedDeed, Simulator, SimulatorEdit } from '../../../src/shared/contract/swish-simulator-api'

/** The customer and the bank, played through the simulator inside Lucka. */
async function tellSimulator(
  page: Page,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<Simulator> {
  return page.evaluate(
    async ([verb, address, content]) => {
      const response = await fetch(`/api/v1/swish-simulator${address}`, {
        method: verb,
        headers: {
          'x-lucka-client': 'staff',
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      })
      if (!response.ok) throw new Error(`the simulator answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as Simulator
    },
    [method, path, body] as const,
  )
}

export const setSimulator = (page: Page, edit: SimulatorEdit) => tellSimulator(page, 'PUT', '', edit)

/** Does something with the payment that waits; there must be exactly one. */
export async function playCustomer(page: Page, deed: SimulatedDeed): Promise<void> {
  const { waiting } = await tellSimulator(page, 'GET', '')
  expect(waiting).toHaveLength(1)
  await tellSimulator(page, 'POST', `/payments/${waiting[0]?.instructionId ?? ''}`, { deed })
}
