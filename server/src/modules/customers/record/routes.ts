import * as contract from '@meada/contract/routes/record';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { addNote } from '../notes/add-note.ts';
import { changeNote } from '../notes/change-note.ts';
import { dropNote } from '../notes/drop-note.ts';
import { readNoteVersions } from '../notes/read-note-versions.ts';
import { addDocument } from './add-document.ts';
import { addFile } from './add-file.ts';
import { blockCustomer } from './block-customer.ts';
import { changeRecord } from './change-record.ts';
import { dropDocument } from './drop-document.ts';
import { dropFile } from './drop-file.ts';
import { readRecord } from './read-record.ts';

/** The record of a customer: own fields, notes, files, documents. */
export const recordRoutes: Mounted[] = [
  serve(contract.readRecord, readRecord),
  serve(contract.changeRecord, changeRecord),
  serve(contract.blockCustomer, blockCustomer),
  serve(contract.addDocument, addDocument),
  serve(contract.dropDocument, dropDocument),
  serve(contract.addNote, addNote),
  serve(contract.changeNote, changeNote),
  serve(contract.dropNote, dropNote),
  serve(contract.readNoteVersions, readNoteVersions),
  serve(contract.addCustomerFile, addFile),
  serve(contract.dropCustomerFile, dropFile),
];
