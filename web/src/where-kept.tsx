import type { VNode } from 'preact';

/** For the one person at this machine, who has nobody to ask: where the photographs lie, how they are copied, and how they come off a phone. */
export function WhereKept(): VNode {
  return (
    <>
      <section aria-labelledby="kept">
        <h2 id="kept">Where everything is kept</h2>
        <p>In one folder on this machine: <code>trichoscore-data</code> in your home folder, or the one that the window of the program names.</p>
        <p>For a backup, end the program (Ctrl-C in that window) and copy the whole folder to another disk, or run <code>trichoscore backup FOLDER</code> meanwhile.</p>
      </section>
      <section>
        <h2>Photographs on a phone</h2>
        <p>Bring them here as files, by cable: messengers make them smaller. An iPhone saves JPEG with Settings, Camera, Formats, Most Compatible.</p>
      </section>
    </>
  );
}
