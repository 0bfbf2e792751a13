/**
 * Every way in which a photograph or a request can be refused.
 * `hint` says what a person can do; `httpStatus` is what the service answers.
 */
export const errorCodes = {
  'photo.missing': { hint: 'Check the spelling of the file name and that the file is still there.', httpStatus: 422 },
  'photo.directory': { hint: 'Name the photographs themselves, for example FOLDER/*.jpg.', httpStatus: 422 },
  'photo.unreadable': { hint: 'Check that you may read the file.', httpStatus: 422 },
  'photo.empty': { hint: 'Copy the photograph from the camera again; this copy holds nothing.', httpStatus: 422 },
  'photo.format': { hint: 'Save the photograph as JPEG, PNG, WebP or TIFF.', httpStatus: 415 },
  'photo.heic': { hint: 'Install the optional package heic-decode, or save the photograph as JPEG.', httpStatus: 415 },
  'photo.damaged': { hint: 'Copy the photograph from the camera again; this copy is incomplete or damaged.', httpStatus: 422 },
  'photo.tooLarge': { hint: 'Use a photograph of at most 100 million pixels and 200 MB.', httpStatus: 413 },
  'photo.tooSmall': { hint: 'Use a photograph of at least 64 pixels in width and height.', httpStatus: 422 },
  'photo.multiPage': { hint: 'Save each page as a photograph of its own.', httpStatus: 415 },
  'photo.several': { hint: 'Give each photograph in a file of its own, as the camera stored it.', httpStatus: 422 },
  'photo.unusable': { hint: 'Take the photograph again; the quality checks say what to change.', httpStatus: 422 },
  'calibration.invalid': { hint: 'Give micrometres per pixel between 0.2 and 200, or the width of the field in millimetres.', httpStatus: 422 },
  'calibration.notFound': { hint: 'Give the scale with --um-per-px or --field-width-mm instead.', httpStatus: 422 },
  'calibration.ambiguous': { hint: 'Give the scale with --um-per-px or --field-width-mm, or show more of one row of ticks, flat and sharp.', httpStatus: 422 },
  'area.invalid': { hint: 'Give the target area inside the photograph, in pixels of the upright photograph.', httpStatus: 422 },
  'correction.invalid': { hint: 'Draw each hair from its exit to its tip inside the photograph.', httpStatus: 422 },
  'region.invalid': { hint: 'Draw the region on the scalp, in pixels of the upright baseline photograph.', httpStatus: 422 },
  'region.notFound': { hint: 'Draw the region with --region ellipse:… or polygon:… instead.', httpStatus: 422 },
  'photo.kindContradicted': { hint: 'Measure it with --kind closeup, or choose a photograph that shows the whole head.', httpStatus: 422 },
  'photo.notHair': { hint: 'Give a close-up of scalp skin or a photograph of a head. If it is one of them, say which with --kind closeup or --kind global, or give its scale if it is a close-up, as of skin with little hair.', httpStatus: 422 },
  'photo.noScalp': { hint: 'Photograph the head so that the scalp fills a good part of the picture.', httpStatus: 422 },
  'model.mismatch': { hint: 'Install the package again; nothing is measured with another model than the one it was validated with.', httpStatus: 500 },
  'model.missing': { hint: 'Install the package again; the model file belongs to it.', httpStatus: 500 },
  'runtime.missing': { hint: 'Install the package again on this machine, so that the inference runtime for it is fetched.', httpStatus: 500 },
  'output.unwritable': { hint: 'Choose a folder that you may write to and that has room.', httpStatus: 507 },
  'usage.invalid': { hint: 'See --help for the command.', httpStatus: 422 },
  'trial.invalid': { hint: 'Correct the table; docs/trial.md lists every table with its columns.', httpStatus: 422 },
  'truth.invalid': { hint: 'A folder with the truth holds photos.csv and hairs.csv beside a folder photos, or pictures NAME.png with NAME.mask.png, or heads.csv with its pictures: trichoscore evaluate --help.', httpStatus: 422 },
  'photo.stopped': { hint: 'Save the photograph anew as JPEG and try again; the others are not affected.', httpStatus: 422 },
  'request.invalid': { hint: 'Correct the named field and send the request again.', httpStatus: 400 },
  'request.foreign': { hint: 'Open the application at the address that it printed when it started.', httpStatus: 403 },
  'request.notFound': { hint: 'Check the address, or go back to the first page.', httpStatus: 404 },
  'request.conflict': { hint: 'Load the page again and repeat the change.', httpStatus: 409 },
  'request.outdated': { hint: 'Load the page again: somebody else has saved a newer version.', httpStatus: 412 },
  'request.unconditional': { hint: 'Send If-Match with the ETag of the versions that you have seen.', httpStatus: 428 },
  'request.tooLarge': { hint: 'Use a photograph of at most 100 million pixels and 200 MB.', httpStatus: 413 },
  'request.mediaType': { hint: 'Send photographs as multipart/form-data and everything else as application/json.', httpStatus: 415 },
  'request.tooMany': { hint: 'Wait a minute, then try again.', httpStatus: 429 },
  'request.gone': { hint: 'Send the request again if it is still wanted.', httpStatus: 503 },
  'rights.signIn': { hint: 'Sign in, then try again.', httpStatus: 401 },
  'rights.password': { hint: 'Check both; after some wrong tries you have to wait. An administrator can give you a link for a new password.', httpStatus: 401 },
  'rights.invitation': { hint: 'Ask an administrator for a new link.', httpStatus: 404 },
  'rights.missing': { hint: 'Ask an administrator if your role should include it.', httpStatus: 404 },
  'storage.full': { hint: 'Make room on the disk of the data folder; what is stored can still be read.', httpStatus: 507 },
  'storage.inUse': { hint: 'Close the other trichoscore that uses this data folder, or name another folder with --data.', httpStatus: 503 },
  'storage.unavailable': { hint: 'Try again in a few seconds; nothing that was confirmed is lost.', httpStatus: 503 },
  'storage.damaged': { hint: 'Restore the data folder from a backup; nothing in it was changed.', httpStatus: 500 },
  'storage.newer': { hint: 'Install that version of trichoscore, or a later one; nothing was changed.', httpStatus: 500 },
  'manifest.invalid': { hint: 'Mend every place that is named and start again; nothing was measured.', httpStatus: 422 },
  'photo.crashed': { hint: 'Open the photograph in a viewer, save it as a new file and try again; it brought the program down three times.', httpStatus: 422 },
  'photo.timedOut': { hint: 'Save the photograph as a new, smaller file; `batch` allows more time with --photo-seconds.', httpStatus: 422 },
  'photo.noMemory': { hint: 'Close other programs, then try again; `batch` needs less with a smaller --concurrency.', httpStatus: 503 },
  'batch.busy': { hint: 'Wait until the other run has ended, or choose another folder.', httpStatus: 409 },
  'batch.changed': { hint: 'Run without --resume to start over; photographs that were measured already are taken from the cache.', httpStatus: 409 },
  'batch.stopped': { hint: 'Run the same command with --resume to go on.', httpStatus: 503 },
  'internal': { hint: 'Please report this with the command you ran; no photograph is needed.', httpStatus: 500 },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A photograph or request that cannot be used. The message never holds a folder of the machine. */
export class AnalysisError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AnalysisError';
    this.code = code;
    this.hint = options.hint ?? errorCodes[code].hint;
  }
}
