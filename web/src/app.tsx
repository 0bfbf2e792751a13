import type { VNode } from 'preact';
import { ComparePage } from './compare/compare-page.js';
import { followLink, usePath } from './navigation.js';
import { ResultPage } from './result/result-page.js';
import { StudiesPage } from './study/studies-page.js';
import { StudyPage } from './study/study-page.js';
import { SubjectPage } from './study/subject-page.js';

/** The frame around every page, and which page the address names. */
export function App(): VNode {
  const path = usePath();
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="bar">
        <a class="brand" href="/" onClick={followLink}>trichoscore</a>
        <nav aria-label="Pages">
          <a href="/" onClick={followLink} aria-current={path === '/' ? 'page' : undefined}>Compare</a>
          <a href="/studies" onClick={followLink} aria-current={path === '/studies' ? 'page' : undefined}>Studies</a>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>{pageOf(path)}</main>
      <footer class="foot">
        <p>Measures and documents change in photographs. Not a diagnosis, not a recommendation of a treatment. Photographs stay on this machine.</p>
      </footer>
    </>
  );
}

function pageOf(path: string): VNode {
  const comparison = /^\/comparisons\/([0-9a-f]{64})$/.exec(path);
  if (comparison !== null) return <ResultPage key={comparison[1]} id={comparison[1]!} />;
  const place = /^\/(studies|subjects)\/([0-9a-f-]{36})$/.exec(path);
  if (place?.[1] === 'studies') return <StudyPage key={place[2]} id={place[2]!} />;
  if (place?.[1] === 'subjects') return <SubjectPage key={place[2]} id={place[2]!} />;
  if (path === '/studies') return <StudiesPage />;
  if (path === '/') return <ComparePage />;
  return (
    <>
      <h1>There is no such page</h1>
      <p><a href="/" onClick={followLink}>Compare two photographs</a></p>
    </>
  );
}
