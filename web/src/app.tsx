import { Fragment, type VNode } from 'preact';
import type { Right } from '../../src/http/rights.js';
import { type Session, SessionContext, useSession } from './account/session.js';
import { SignInAgain } from './account/sign-in-again.js';
import { SignInPage } from './account/sign-in-page.js';
import { ComparePage } from './compare/compare-page.js';
import { useDropGuard } from './dropped-files.js';
import { useHeadingFocus } from './heading-focus.js';
import { latePage } from './late-page.js';
import { followLink, goTo, usePath } from './navigation.js';
import { Notice } from './notice.js';
import { ResultPage } from './result/result-page.js';

// Whoever compares two photographs needs none of these.
const AboutPage = latePage(async () => (await import('./about-page.js')).AboutPage);
const AccountPage = latePage(async () => (await import('./account/account-page.js')).AccountPage);
const AuditPage = latePage(async () => (await import('./account/audit-page.js')).AuditPage);
const JoinPage = latePage(async () => (await import('./account/join-page.js')).JoinPage);
const PeoplePage = latePage(async () => (await import('./account/people-page.js')).PeoplePage);
const EditPage = latePage(async () => (await import('./edit/edit-page.js')).EditPage);
const OwnReadings = latePage(async () => (await import('./reading/own-readings.js')).OwnReadings);
const ReadPage = latePage(async () => (await import('./reading/read-page.js')).ReadPage);
const ReadingPage = latePage(async () => (await import('./reading/reading-page.js')).ReadingPage);
const SettingsPage = latePage(async () => (await import('./settings/settings-page.js')).SettingsPage);
const StudiesPage = latePage(async () => (await import('./study/studies-page.js')).StudiesPage);
const StudyPage = latePage(async () => (await import('./study/study-page.js')).StudyPage);
const SubjectPage = latePage(async () => (await import('./study/subject-page.js')).SubjectPage);

/** Pages that are always at hand, for those who may use them. */
const places: readonly { path: string; name: string; right: Right }[] = [
  { path: '/', name: 'Compare', right: 'compare' }, { path: '/studies', name: 'Studies', right: 'look' },
  { path: '/people', name: 'People', right: 'people' }, { path: '/audit', name: 'Audit trail', right: 'audit' },
  { path: '/settings', name: 'Settings', right: 'configure' },
];

/** The frame around every page, and which page the address names. */
export function App(): VNode {
  const path = usePath();
  const { session, hasEnded, refusal, reload, leave } = useSession();
  useHeadingFocus(path);
  useDropGuard();
  // Nothing is drawn that would have to move as soon as it is known who uses the page.
  if (session === null && refusal === null) return <p class="loading" role="status">Loading …</p>;
  const person = session?.person ?? null, mine = path.startsWith('/read/') ? [] : places.filter(({ right }) => person?.rights.includes(right));
  return (
    <SessionContext.Provider value={session}>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="bar">
        <a class="brand" href="/" onClick={followLink}>trichoscore</a>
        <nav aria-label="Pages">
          {mine.map((place) => <a key={place.path} href={place.path} onClick={followLink} aria-current={path === place.path ? 'page' : undefined}>{place.name}</a>)}
          {session?.needsSignIn === true && person !== null && <a href="/account" onClick={followLink} aria-current={path === '/account' ? 'page' : undefined}><bdi>{person.name}</bdi></a>}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>{session !== null ? <Fragment key={person?.name}>{pageFor(path, session, reload, leave)}</Fragment> : refusal !== null && <Notice refusal={refusal} />}</main>
      {hasEnded && person !== null && <SignInAgain name={person.role === 'local' ? '' : person.name} onSignedIn={reload} />}
      <footer class="foot">
        <p>Measures and documents change in photographs. Not a diagnosis, not a recommendation of a treatment.{person?.role === 'local' && ' Photographs stay on this machine.'}{person !== null && <> <a href="/about" onClick={followLink}>{person.role === 'local' ? 'About, and where everything is kept' : 'About'}</a></>}</p>
      </footer>
    </SessionContext.Provider>
  );
}

/** Whoever has to sign in does so first, and then sees what the address names. */
function pageFor(path: string, { person }: Session, reload: () => void, leave: () => void): VNode {
  if (path === '/join') return <JoinPage onSignedIn={() => { goTo('/'); reload(); }} />;
  if (person === null) return <SignInPage onSignedIn={reload} />;
  if (path === '/account') return <AccountPage person={person} onSignedOut={leave} />;
  const needed: Right | undefined = /^\/comparisons\/[0-9a-f]{64}\/photographs\//.test(path) ? 'correct' : path === '/' ? undefined : places.find((place) => place.path === path)?.right;
  if (needed !== undefined && person.role !== 'local' && !person.rights.includes(needed)) return <><h1>Nothing here for your role</h1><p>Ask an administrator if your role should include it.</p></>;
  if (path === '/people') return <PeoplePage ownName={person.name} />;
  if (path === '/audit') return <AuditPage />;
  if (path === '/settings') return <SettingsPage />;
  if (path === '/about') return <AboutPage />;
  if (path === '/' && !person.rights.includes('compare')) return person.rights.includes('look') ? <StudiesPage /> : person.rights.includes('rate') ? <OwnReadings /> : <><h1>trichoscore</h1><p>Nothing waits for you here.</p></>;
  return pageOf(path);
}

function pageOf(path: string): VNode {
  const comparison = /^\/comparisons\/([0-9a-f]{64})$/.exec(path);
  if (comparison !== null) return <ResultPage key={comparison[1]} id={comparison[1]!} />;
  const edited = /^\/comparisons\/([0-9a-f]{64})\/photographs\/(\d{1,3})$/.exec(path);
  if (edited !== null) return <EditPage key={path} id={edited[1]!} photograph={Number(edited[2])} />;
  const blind = /^\/read\/([\w-]{24})$/.exec(path), reading = /^\/readings\/([0-9a-f-]{36})$/.exec(path);
  if (blind !== null) return <ReadPage key={blind[1]} id={blind[1]!} />;
  if (reading !== null) return <ReadingPage key={reading[1]} id={reading[1]!} />;
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
