/**
 * Keeps the native runtime to itself. Its binaries for Linux and macOS note every network that they open, with the machine's model and a number for it, in the
 * home folder, and send that to the runtime's makers where the machine reaches them, unless this variable is set when they are loaded. No file of ours belongs there,
 * and no other host is ever asked.
 *
 * Inside a worker thread of another program the environment is a copy that native code does not see: that program sets the variable itself.
 */
export function silenceRuntime(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
