import { describe, expect, test } from 'vitest'
import { readSellingKey, tileLetter } from '#renderer/features/till/selling-keys'

const tiles = 3

describe('counts and tiles', () => {
  test('a letter adds one, small or capital', () => {
    expect(readSellingKey('a', '', tiles)).toEqual({ kind: 'add', tile: 0 })
    expect(readSellingKey('D', '', tiles)).toEqual({ kind: 'add', tile: 1 })
  })

  test('digits before a letter set the count', () => {
    expect(readSellingKey('2', '', tiles)).toEqual({ kind: 'type_count', digits: '2' })
    expect(readSellingKey('5', '2', tiles)).toEqual({ kind: 'type_count', digits: '25' })
    expect(readSellingKey('a', '25', tiles)).toEqual({ kind: 'set_count', tile: 0, count: 25 })
    expect(readSellingKey('a', '0', tiles)).toEqual({ kind: 'set_count', tile: 0, count: 0 })
  })

  test('the last three digits count', () => {
    expect(readSellingKey('4', '123', tiles)).toEqual({ kind: 'type_count', digits: '234' })
  })

  test('Backspace and Escape take typed digits back, and nothing else', () => {
    expect(readSellingKey('Backspace', '25', tiles)).toEqual({ kind: 'type_count', digits: '2' })
    expect(readSellingKey('Escape', '25', tiles)).toEqual({ kind: 'type_count', digits: '' })
    expect(readSellingKey('Backspace', '', tiles)).toBeNull()
    expect(readSellingKey('Escape', '', tiles)).toBeNull()
  })

  test('a letter without its tile does nothing', () => {
    expect(readSellingKey('h', '', tiles)).toBeNull()
  })
})

describe('paying', () => {
  test('Enter pays, K and S choose the tender at once', () => {
    expect(readSellingKey('Enter', '', tiles)).toEqual({ kind: 'pay', tender: null })
    expect(readSellingKey('k', '', tiles)).toEqual({ kind: 'pay', tender: 'cash' })
    expect(readSellingKey('S', '', tiles)).toEqual({ kind: 'pay', tender: 'swish' })
  })

  test('a count that waits for its tile is never left behind on the way', () => {
    expect(readSellingKey('Enter', '2', tiles)).toBeNull()
    expect(readSellingKey('k', '2', tiles)).toBeNull()
    expect(readSellingKey('Enter', '2', 1)).toEqual({ kind: 'set_count', tile: 0, count: 2 })
  })

  test('no tile has the letter of a tender or of printing', () => {
    const letters = Array.from({ length: 26 }, (_none, index) => tileLetter(index))
    expect(letters.filter((letter) => letter !== null && 'CFKSP'.includes(letter))).toEqual([])
    expect(letters.at(-1)).toBeNull()
  })
})

test.each([
  ['+', { kind: 'change_line', by: 1 }],
  ['-', { kind: 'change_line', by: -1 }],
  ['Delete', { kind: 'remove_line' }],
  ['ArrowUp', { kind: 'move_line', by: -1 }],
  ['ArrowRight', { kind: 'move_event', by: 1 }],
  ['F2', { kind: 'list_events' }],
  ['@', { kind: 'write_email' }],
])('%s', (key, command) => {
  expect(readSellingKey(key, '', tiles)).toEqual(command)
})
