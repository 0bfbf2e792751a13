import type { PaperSize } from '../report-input.js';
import { markingColours, type PageColour, pageColours } from '../charts/palette.js';

function variables(theme: 'light' | 'dark'): string {
  return Object.entries(pageColours).map(([name, colour]) => `--${name}:${colour[theme]};`).join('');
}

function paints(): string {
  return (Object.keys(pageColours) as PageColour[]).map((name) => `.fill-${name}{fill:var(--${name})}.stroke-${name}{stroke:var(--${name})}`).join('\n');
}

function layerRules(): string {
  const layers = ['hairs', 'roots', 'uncounted', 'units', 'area', 'matches', 'change'];
  const hidden = layers.map((layer) => `.switch-${layer}:not(:checked)~.pair .layer-${layer}`);
  return `.switch-all:not(:checked)~.pair .markings,${hidden.join(',')}{display:none}`;
}

const layout = `
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0}
main{max-width:62rem;margin:0 auto;padding:3rem 2rem 5rem;overflow-wrap:break-word}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,table{margin:0;padding:0}
h1,h2,.verdict,.patient{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif",Georgia,serif}
h1{font-size:1.25rem;font-weight:400;line-height:1.3}
h2{font-size:1.5rem;font-weight:400;line-height:1.25;margin-bottom:1.25rem}
h3{font-size:1rem;font-weight:600;margin-bottom:.75rem}
h4{font-size:.875rem;font-weight:600;margin-bottom:.75rem}
p{max-width:40rem;margin-bottom:.75rem}
section{margin-top:4rem}
section section{margin-top:3rem}
header{border-bottom:1px solid var(--rule);padding-bottom:1.25rem}
code{font:.8125rem/1.5 ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace}
bdi{unicode-bidi:isolate}
bdi,code{overflow-wrap:anywhere}
.quiet{color:var(--quiet)}
.small{font-size:.8125rem}
.for-ears{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.figures{font-weight:600}
.letterhead{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;margin-bottom:1.75rem}
.letterhead img{display:block;width:auto;height:auto;max-width:min(15rem,100%);max-height:4.5rem;background:#fff;border-radius:2px}
.letterhead p{margin:0;line-height:1.4}
.letterhead p>*{display:block}
.letterhead span{font-size:.875rem;color:var(--quiet)}
.head-facts{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;margin-top:1rem;font-size:.875rem}
.head-facts dt,.facts dt{color:var(--quiet);font-size:.8125rem}
.result{margin-top:2.5rem}
.result>h2{font:600 .8125rem/1.4 inherit;font-family:inherit;font-size:.8125rem;font-weight:600;color:var(--quiet);margin-bottom:.5rem}
.verdict{display:flex;align-items:baseline;flex-wrap:wrap;gap:0 1.25rem;max-width:none;line-height:1.1;margin-bottom:1rem}
.verdict-number{font-size:clamp(3.5rem,9vw,5.5rem);font-variant-numeric:lining-nums}
.verdict-words{font-size:clamp(1.75rem,5vw,2.75rem)}
.patient{font-size:1.25rem;line-height:1.45;margin:0 0 1.5rem}
.result>.columns{margin-top:1.75rem}
.strip{max-width:26rem;margin:0 0 1.5rem}
.care{border-left:3px solid var(--less);padding:.125rem 0 .125rem 1rem;margin:1.5rem 0;max-width:40rem}
.care p:last-child,.care ul:last-child{margin-bottom:0}
.notes{padding-left:1.25rem;max-width:40rem;margin-bottom:.75rem}
.notes li{margin-bottom:.375rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:2.5rem 3.5rem;align-items:start}
.columns>*{min-width:0}
.chart{display:block;width:100%;max-width:30rem;height:auto;font-family:inherit;font-variant-numeric:tabular-nums}
figure{margin-bottom:1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;color:var(--quiet);font-size:.8125rem;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.4375rem .75rem .4375rem 0;border-bottom:1px solid var(--rule);font-weight:400;line-height:1.35}
thead th{font-size:.8125rem;color:var(--quiet);vertical-align:bottom}
th:last-child,td:last-child{padding-right:0}
.figure{text-align:right}
table+.notes{margin-top:.75rem}
.group th{font-weight:600;padding-top:1.25rem}
tbody:first-of-type .group th{padding-top:.75rem}
.probabilities th,.probabilities td{border-bottom:0;padding-top:.25rem;padding-bottom:.25rem;vertical-align:middle}
.probabilities{margin-bottom:1rem}
.bar-cell{width:28%}
.probabilities .score-line{white-space:nowrap}
.bar{display:block;width:100%;height:.75rem}
.score-number{display:inline-block;flex:none;min-width:1.625rem;font-variant-numeric:tabular-nums}
.chosen{font-weight:600}
.chosen th,.chosen td{font-weight:600}
.viewer{position:relative;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .5rem;font-size:.875rem}
.viewer .pair,.switch-break{flex:1 0 100%}
.switch-break{height:0}
.switch{position:absolute;opacity:0;width:1px;height:1px;margin:0;pointer-events:none}
.switch+label{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.25rem .5rem;margin-right:1rem;padding:.25rem .25rem .25rem 0;cursor:pointer;border-radius:2px}
.switch+label::before{content:"";flex:none;width:1.125rem;height:1.125rem;border:1.5px solid var(--quiet);border-radius:3px;line-height:1;text-align:center;font-weight:700}
.switch:checked+label::before{content:"✓";background:var(--after);border-color:var(--after);color:var(--paper)}
.switch:focus-visible+label{outline:2px solid var(--after);outline-offset:2px}
.key{display:inline-flex;flex-wrap:wrap;gap:.25rem .75rem;color:var(--quiet)}
.key>span{display:inline-flex;align-items:center;gap:.3125rem}
.pair+.key{margin:1rem 0;font-size:.875rem}
.swatch{flex:none;width:1.625rem;height:1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.25rem;margin-top:.75rem}
.switch-large:checked~.pair{grid-template-columns:1fr}
.photograph{display:block;width:100%;height:auto;border-radius:3px;background:var(--tint)}
figcaption{margin-top:.625rem;line-height:1.4}
.no-picture{fill:var(--tint)}
.switch-laid:not(:checked)~.pair .laid{transform:none}
.line,.line-edge{vector-effect:non-scaling-stroke;stroke-linecap:butt;stroke-linejoin:round}
.line{stroke-width:1.5px}
.line-strong{stroke-width:2px}
.line-edge{stroke:${markingColours.edge};stroke-width:3px;opacity:.4}
.layer-area rect.line{stroke-width:1px}
.layer-roots circle{vector-effect:non-scaling-stroke;stroke-width:.75px}
.store{position:absolute}
.checks{list-style:none;font-size:.9375rem}
.checks.columns{gap:.25rem 3rem}
.checks li{display:flex;gap:.625rem;margin-bottom:.5rem;line-height:1.45}
.mark{flex:0 0 1rem;text-align:center;color:var(--quiet)}
.failed .mark{color:var(--less);font-weight:700}
.facts{font-size:.875rem}
.facts div{display:grid;grid-template-columns:minmax(6rem,9.5rem) 1fr;gap:0 1rem;padding:.3125rem 0;border-bottom:1px solid var(--rule)}
.facts dt{line-height:1.6}
sup{font-size:.6875rem;line-height:0}
.why{margin-top:1.25rem}
.part th{padding-left:1.25rem}
.score-line{display:flex;gap:.25rem}
.glossary div{margin-bottom:.75rem;max-width:40rem}
.glossary dt{font-weight:600}
details{margin-top:1rem}
summary{cursor:pointer;color:var(--after);margin-bottom:.75rem}
:focus-visible{outline:2px solid var(--after);outline-offset:3px;border-radius:2px}
@media (max-width:40rem){
main{padding:1.5rem 1.25rem 3rem}
section{margin-top:3rem}
.pair{grid-template-columns:1fr}
.screen-only{display:none!important}
.switch+label{padding:.375rem 0}
.measurements th,.measurements td{padding-right:.375rem}
.measurements tbody th .small{display:block}
.measurements thead th{font-size:.75rem}
.measurements thead bdi{display:inline-block;min-width:4.4em}
.bar-cell{width:26%}
.probabilities .score-line{white-space:normal}
}
@page{size:PAPER;margin:14mm 16mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#565c62}}
@media print{
html{font-size:9pt;line-height:1.45;background:#fff}
main{max-width:none;padding:0}
section{margin-top:1.625rem}
section section{margin-top:1.5rem}
h2{font-size:1.375rem;margin-bottom:.75rem}
h3{margin-bottom:.5rem}
header{padding-bottom:.75rem}
.letterhead{margin-bottom:1rem}
.letterhead img{max-height:16mm;max-width:60mm}
.head-facts{gap:.25rem 2rem;margin-top:.625rem}
.result{margin-top:1.25rem}
.verdict{margin-bottom:.75rem}
.verdict-number{font-size:4rem}
.verdict-words{font-size:2.25rem}
.result>.columns{margin-top:.75rem}
.patient,.strip{margin-bottom:.75rem}
.probabilities .score-line{white-space:nowrap}
.probabilities th,.probabilities td{padding-top:.125rem;padding-bottom:.125rem}
.pair{margin-top:.5rem}
figure,.result p:last-child{margin-bottom:0}
th,td{padding-top:.25rem;padding-bottom:.25rem}
.group th{padding-top:.75rem}
p,.notes,.glossary div{margin-bottom:.5rem}
.checks li{margin-bottom:.25rem}
.earlier{border-top:1px solid var(--ink);padding-top:1.25rem}
.earlier .verdict-number{font-size:3rem}
.earlier .verdict-words{font-size:1.875rem}
h2,h3,h4{break-after:avoid}
figure,.care,.facts div,.glossary div,.checks li,.notes li,.probabilities,tr,tbody,.photographs,.result,.whole{break-inside:avoid}
.measurements tbody{break-inside:auto}
.group{break-after:avoid}
.why{break-after:avoid}
thead{display:table-header-group;break-after:avoid;break-inside:avoid}
caption{break-after:avoid}
.columns{grid-template-columns:1fr 1fr;gap:1.5rem 2.5rem}
.pair{grid-template-columns:1fr 1fr}
.switch,.screen-only,details,.switch:not(:checked)+label,.switch+label::before{display:none}
.switch+label{padding:0}
.switch-all+label,.switch-all:not(:checked)~.switch+label{display:none}
.photograph{width:auto;max-width:100%;max-height:57mm}
.switch-large:checked~.pair .photograph{max-height:110mm}
.density{width:auto;max-width:100%;max-height:62mm}
.photograph,.fill-tint,.fill-moreTint,.fill-lessTint,.fill-after,.swatch,.bar,.chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.method{font-size:8.5pt}
}
`;

/**
 * The page's style sheet: light and dark by the reader's setting, always light on paper, one column on a phone.
 * Contains nothing that people typed.
 */
export function createStyleSheet(paper: PaperSize = 'a4'): string {
  return `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}
${paints()}
${layout.trim().replace('size:PAPER', `size:${paper === 'a4' ? 'A4' : 'letter'}`)}
${layerRules()}
`;
}
