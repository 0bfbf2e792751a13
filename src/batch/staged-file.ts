import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { unwritable } from '../files/write-durably.js';

/** Makes a folder, which only this account may open, and those above it. @throws AnalysisError `output.unwritable`, naming the last of them. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => { throw unwritable(folder, cause); });
}

/** A file that is written piece by piece, and its sha256 in the end. */
export class StagedFile {
  private waiting: (string | Uint8Array)[] = [];
  private waitingLength = 0;
  private readonly hash = createHash('sha256');

  private constructor(private readonly path: string, private readonly file: FileHandle) {}

  /** @throws AnalysisError `output.unwritable` here and from every method, naming the file. */
  static async create(path: string): Promise<StagedFile> {
    return new StagedFile(path, await open(path, 'w').catch((cause: unknown) => { throw unwritable(path, cause); }));
  }

  async write(piece: string | Uint8Array): Promise<void> {
    this.waiting.push(piece);
    this.waitingLength += piece.length;
    if (this.waitingLength > 1 << 16) await this.flush();
  }

  /** Flushes to the disk and closes. @returns The sha256, hexadecimal. */
  async finish(): Promise<string> {
    await this.flush();
    try {
      await this.file.sync();
      await this.file.close();
    } catch (cause) {
      throw unwritable(this.path, cause);
    }
    return this.hash.digest('hex');
  }

  /** After a failure elsewhere. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.waiting.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    this.waiting = [];
    this.waitingLength = 0;
    this.hash.update(bytes);
    await this.file.writeFile(bytes).catch((cause: unknown) => { throw unwritable(this.path, cause); });
  }
}
