import express, { Router } from 'express';
import { join } from 'node:path';
import { renderPhotoGuide } from '../report/guide/render-photo-guide.js';
import { permissionsPolicy } from './guard.js';

/** The built pages: files under a name with their hash are kept by the browser, the page itself is asked for each time. */
export function pageRoutes(webFolder: string): Router {
  const routes = Router();
  // The page may ask for the camera, to lay the first photograph over what it sees; nothing else may.
  routes.use((_request, response, next) => {
    response.setHeader('Permissions-Policy', permissionsPolicy(['camera']));
    next();
  });
  // Its style is its own, which no page of this origin may have: it is saved and opened as a file, as reports are.
  routes.get('/photo-guide.html', (_request, response) => { response.attachment('how-to-photograph-hair.html').send(renderPhotoGuide()); });
  routes.use('/assets', express.static(join(webFolder, 'assets'), {
    index: false, cacheControl: false, fallthrough: true,
    // In place of the `no-store` of everything else, which express.static leaves where it stands.
    setHeaders: (response) => { response.setHeader('Cache-Control', 'public, max-age=31536000, immutable'); },
  }));
  routes.use(express.static(webFolder, { index: false, cacheControl: false }));
  routes.get(/^\/(?!api\/|assets\/)[^.]*$/, (_request, response, next) => {
    response.sendFile(join(webFolder, 'index.html'), { cacheControl: false, dotfiles: 'allow' }, (error) => { if (error != null) next(); });
  });
  return routes;
}
