import { dialog } from 'electron'
import type { ServerFailed } from '#main/hosts/worker-messages'

/** What a person reads first; the server's own English sentence follows as detail. */
const swedishReasons: Record<string, string> = {
  port_taken: 'Ett annat program använder redan porten.',
  data_folder_unwritable: 'Det går inte att skriva i datamappen.',
  data_folder_foreign: 'Datamappen innehåller något annat än Luckas data.',
  data_folder_in_use: 'Datamappen används redan av en annan Lucka.',
  database_newer: 'Databasen är skapad av en nyare version av Lucka.',
  database_damaged: 'Databasen är skadad. Filen är orörd.',
  demo_on_existing_data: 'Datamappen har redan data, så inga demodata kan läggas dit.',
  bad_option: 'En startinställning är fel.',
}

/** Tells why the app cannot start, on standard error and in a dialog, and waits until that has been read. */
export async function showStartFailure({ code, message }: ServerFailed): Promise<void> {
  process.stderr.write(`lucka: ${message}\n`)
  await dialog.showMessageBox({
    type: 'error',
    title: 'Lucka',
    message: 'Lucka kan inte starta.',
    detail: `${swedishReasons[code] ?? 'Något oväntat hände.'}\n\n${message}`,
    buttons: ['Avsluta'],
    noLink: true,
  })
}
