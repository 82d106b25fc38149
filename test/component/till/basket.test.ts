import { describe, expect, test } from 'vitest'
import { fitToSeats, ticketCountOf, totalOreOf, withCount } from '#renderer/features/till/basket'
import { aTicketType } from './catalogue'

const basket = [
  { ticketTypeId: 1, count: 2 },
  { ticketTypeId: 2, count: 3 },
]

describe('a basket', () => {
  test('a new type becomes the last line', () => {
    expect(withCount(basket, 3, 1)).toEqual([...basket, { ticketTypeId: 3, count: 1 }])
  })

  test('a changed line keeps its place', () => {
    expect(withCount(basket, 1, 5)[0]).toEqual({ ticketTypeId: 1, count: 5 })
  })

  test('none, or fewer than none, takes the line away', () => {
    expect(withCount(basket, 1, 0)).toEqual([{ ticketTypeId: 2, count: 3 }])
    expect(withCount(basket, 1, -1)).toEqual([{ ticketTypeId: 2, count: 3 }])
    expect(withCount([], 1, -1)).toEqual([])
  })

  test('counts stop at three digits', () => {
    expect(withCount([], 1, 5_000)).toEqual([{ ticketTypeId: 1, count: 999 }])
  })

  test('sums count times price', () => {
    const types = new Map([1, 2].map((id) => [id, aTicketType({ id, priceOre: id === 1 ? 19_999 : 9_950 })]))
    expect(totalOreOf(basket, types)).toBe(2 * 19_999 + 3 * 9_950)
    expect(totalOreOf([{ ticketTypeId: 9, count: 1 }], types)).toBe(0)
  })
})

describe('fitting to the seats left', () => {
  test('the lines chosen last give way first', () => {
    expect(fitToSeats(basket, 4)).toEqual([
      { ticketTypeId: 1, count: 2 },
      { ticketTypeId: 2, count: 2 },
    ])
    expect(fitToSeats(basket, 2)).toEqual([{ ticketTypeId: 1, count: 2 }])
  })

  test('never more than was asked for, never below none', () => {
    expect(ticketCountOf(fitToSeats(basket, 100))).toBe(5)
    expect(fitToSeats(basket, -3)).toEqual([])
  })
})
