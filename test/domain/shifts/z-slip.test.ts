import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { slipToText } from '#main/devices/printing/slip-text'
import { reportSlip } from '#shared/domain/shifts/z-slip'
import { slipFormat } from '#shared/text/slip-format'
import { closing, day } from './example-day'

const golden = (name: string) => readFileSync(new URL(`golden/${name}.txt`, import.meta.url), 'utf8')
const format = (language: 'sv' | 'en') => slipFormat(language, 'Europe/Stockholm')

test.each(['sv', 'en'] as const)('a Z report, %s, as it is printed', (language) => {
  const slip = reportSlip(day(language), closing, format(language))
  expect(slipToText(slip)).toBe(golden(`z-report-${language}`))
})

test('an X report says no number and no count', () => {
  const slip = reportSlip({ ...day('sv'), previousClose: null }, null, format('sv'))
  expect(slipToText(slip)).toBe(golden('x-report-sv'))
})
