export { photographPhantom, photographPhantomPair, photographPhantomVisit, photographPhantomVisits, type PhantomFollowUp, type PhantomPair, type PhantomPairRequest, type PhantomRequest, type PhantomVisitsRequest } from './phantom-photograph.js';
export type { PhantomTruth, RenderedPhantom } from './render-phantom.js';
export { phantomStyles, type PhantomStyle, type PhantomWishes } from './sample-conditions.js';
export { hairColours, noOverlay, type HairColour, type OverlayParameters, type RulerParameters, type TickPattern } from './conditions.js';
export { paintRuler } from './paint-ruler.js';
export { sampleRuler } from './sample-ruler.js';
export { blurPhotograph, castPhotograph, exposePhotograph, shakePhotograph } from './spoil-photograph.js';
export { drawScaleBar, sampleScaleBar, type ScaleBarParameters } from './draw-scale-bar.js';
