import { expect, test } from 'vitest'
import type { Tone } from '#renderer/components/door/door-view'
import VerdictField from '#renderer/components/door/VerdictField.vue'
import { mountScreen } from '../app/mount-screen'

const tones: Tone[] = ['idle', 'waiting', 'offline', 'admitted', 'refused', 'look_again']

test.each(tones)('%s is a tone of its own, and is announced', (tone) => {
  const field = mountScreen(VerdictField, { display: { tone, word: 'Redan inne 18.55', lines: ['Visa till kassan.'] } })
  expect(field.attributes('data-tone')).toBe(tone)
  expect(field.classes()).toContain(tone)
  const status = field.get('[role="status"]')
  expect(status.attributes('aria-live')).toBe('assertive')
  expect(status.text()).toContain('Redan inne 18.55')
  expect(status.text()).toContain('Visa till kassan.')
  field.unmount()
})

test('the next answer takes the place of the last one at once', async () => {
  const field = mountScreen(VerdictField, { display: { tone: 'refused', word: 'Inte betald', lines: [] } })
  await field.setProps({
    display: { tone: 'admitted', word: 'Välkommen', lines: ['Barn'], attention: 'Gäller i morgon' },
  })
  expect(field.text()).not.toContain('Inte betald')
  expect(field.text()).toContain('Gäller i morgon')
  expect(field.attributes('data-tone')).toBe('admitted')
  field.unmount()
})
