import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Where files are in memory, if there is such a place: for tests whose subject is not what reaches the disk. */
export const FAST_FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
