import type { VNode } from 'preact';

/** For the one person at this machine, who has nobody to ask: where the photographs lie, how they are copied, and how they come off a phone. */
export function WhereKept(): VNode {
  return (
    <>
      <section aria-labelledby="kept">
        <h2 id="kept">Where everything is kept</h2>
        <p>Photographs, results and the audit trail lie in one folder on this machine and nowhere else: <code>trichoscore-data</code> in your home folder, unless another was named. The window in which the program runs names it when it starts.</p>
        <p>For a backup, end the program with Ctrl-C in that window and copy the whole folder to another disk; or run <code>trichoscore backup FOLDER</code> while it runs. <code>trichoscore restore</code> makes a folder to work with out of such a copy, and <code>trichoscore verify</code> checks that nothing in the folder was damaged or changed.</p>
      </section>
      <section aria-labelledby="phone">
        <h2 id="phone">Photographs on a phone</h2>
        <p>Bring them here as files, by cable or a memory card: messengers make them smaller and take the detail that is measured. An iPhone keeps HEIC unless Settings, Camera, Formats says “Most Compatible”; JPEG can be read everywhere.</p>
      </section>
    </>
  );
}
