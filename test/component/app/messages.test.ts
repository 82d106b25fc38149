import { expect, test } from 'vitest'
import { messages, type MessageTree } from '#renderer/app/i18n'

function flatten(tree: MessageTree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value)
    else for (const [below, text] of flatten(value, `${prefix}${key}.`)) flat.set(below, text)
  }
  return flat
}

const swedish = flatten(messages.sv)
const english = flatten(messages.en)

test('every feature brings its words', () => {
  expect(Object.keys(messages.sv)).toEqual(expect.arrayContaining(['app', 'till', 'signIn', 'setUp', 'door', 'office']))
})

test('both catalogues have the same keys', () => {
  expect([...english.keys()].sort()).toEqual([...swedish.keys()].sort())
})

test('no text is empty', () => {
  expect([...swedish, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
})

test('both languages fill in the same placeholders', () => {
  const placeholdersIn = (text = '') => [...new Set(text.match(/\{\w+\}/g))].sort()
  const different = [...swedish].filter(
    ([key, text]) => placeholdersIn(text).join() !== placeholdersIn(english.get(key)).join(),
  )
  expect(different.map(([key]) => key)).toEqual([])
})
