import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, test } from 'vitest'
import { i18n } from '#renderer/app/i18n'
import { useSwishErrorText } from '#renderer/components/swish/use-swish-error-text'
import { swishErrorCodes } from '#shared/domain/payments/swish-error-codes'

let explain: ReturnType<typeof useSwishErrorText>

beforeEach(() => {
  const Probe = {
    setup() {
      explain = useSwishErrorText()
      return () => null
    },
  }
  mount(Probe, { global: { plugins: [i18n] } })
})

describe.each(['sv', 'en'] as const)('in %s', (language) => {
  beforeEach(() => {
    i18n.global.locale.value = language
  })

  test.each(swishErrorCodes)('%s says what it means and what to do, of payments and of refunds', (code) => {
    for (const kind of ['payment', 'refund'] as const) {
      const { means, next, swishSays } = explain(kind, code, 'Swish’s own words')
      expect(means).toMatch(/^\p{Lu}.*[.]$/u)
      expect(means).not.toContain(code)
      expect(next).toMatch(/^\p{Lu}.*[.]$/u)
      expect(swishSays).toBeNull()
    }
  })

  test('a code that is in no list is shown with Swish’s own text', () => {
    const { means, next, swishSays } = explain('payment', 'XX99', 'Something new')
    expect(means).toContain('XX99')
    expect(swishSays).toContain('Something new')
    expect(next).toMatch(/\S/)
    expect(explain('payment', 'XX99', '').swishSays).toBeNull()
  })
})

test.each(swishErrorCodes)('%s is not left in the other language', (code) => {
  for (const kind of ['payment', 'refund'] as const) {
    const [swedish, english] = (['sv', 'en'] as const).map((language) => {
      i18n.global.locale.value = language
      return explain(kind, code)
    })
    expect(swedish?.means).not.toBe(english?.means)
    expect(swedish?.next).not.toBe(english?.next)
  }
})

test('in a refund the customer is the payee', () => {
  i18n.global.locale.value = 'sv'
  expect(explain('payment', 'ACMT07').means).toContain('Vårt Swishnummer')
  expect(explain('refund', 'ACMT07').means).toContain('Kundens nummer')
  expect(explain('refund', 'ACMT07').next).toContain('på annat sätt')
})
