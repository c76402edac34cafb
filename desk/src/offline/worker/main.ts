import { scope } from './kit.ts';
import { clicked, pushed, renewed } from './push.ts';
import { activate, answerFor, install, keep, shell } from './shell.ts';

/** The service worker: the shell without a network, and what is pushed while no tab is open. Built into `/sw.js`. */
scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));

scope.addEventListener('fetch', (event) => {
  const answer = answerFor(event.request);
  if (answer) event.respondWith(answer(event.request));
});

scope.addEventListener('message', (event) => {
  const told = event.data as { t?: string; files?: unknown[]; spare?: boolean } | null;
  // The worker that waits is told to begin; it says first of which build it is.
  if (told?.t === 'entry') event.ports[0]?.postMessage(shell.entry);
  if (told?.t === 'begin') event.waitUntil(scope.skipWaiting());
  if (told?.t === 'keep' && Array.isArray(told.files)) event.waitUntil(keep(told.files, told.spare === true));
});

scope.addEventListener('push', (event) => event.waitUntil(pushed(event.data)));
scope.addEventListener('notificationclick', (event) => event.waitUntil(clicked(event.notification)));
scope.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renewed(event.newSubscription)));
