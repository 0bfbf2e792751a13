/** Raised with every change that moves a number; each has its line in CHANGELOG.md. By itself, so that whoever asks for it need not load all that measures. */
export const methodVersion = '0.9.11';
