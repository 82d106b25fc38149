import { useStorage } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

/** The camera of a door as this device remembers it: whether it is on, which one it is, and what that one can do. */
export function useDoorCamera() {
  const { t } = useI18n()
  const on = useStorage('lucka.door.camera', false)
  /** Empty leaves it to the browser. */
  const deviceId = useStorage('lucka.door.cameraId', '')
  /** Of the running camera, which may not be the remembered one: that may be unplugged. */
  const runningId = ref('')
  const found = shallowRef<readonly MediaDeviceInfo[]>([])
  const hasTorch = ref(false)
  const torchOn = ref(false)

  const choices = computed(() =>
    found.value.map(({ deviceId: value, label }, index) => ({
      title: label === '' ? t('door.camera.unnamed', { number: index + 1 }) : label,
      value,
    })),
  )

  /** What is known once a camera runs: all there are, and which of them it is. */
  function remember(cameras: readonly MediaDeviceInfo[], running: string): void {
    found.value = cameras
    runningId.value = running
  }

  function takeNext(): void {
    const at = found.value.findIndex((camera) => camera.deviceId === runningId.value)
    deviceId.value = found.value[(at + 1) % found.value.length]?.deviceId ?? ''
  }

  function toggle(): void {
    on.value = !on.value
    // Nobody expects the lamp to be lit when the camera is opened again.
    torchOn.value = false
    hasTorch.value = false
  }

  return { on, deviceId, runningId, choices, hasTorch, torchOn, remember, takeNext, toggle }
}
