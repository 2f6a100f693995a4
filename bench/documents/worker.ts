import { loadDocument, type DocumentTask } from './load-document.ts';

/** Loads the documents it is told to, one after the other, in a process that may end or hang without harm. */
process.on('message', (task: DocumentTask) => {
  void loadDocument(task).then((result) => process.send?.(result));
});
