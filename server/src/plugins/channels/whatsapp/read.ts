/** Reading foreign JSON, as every channel of this firm's API does. */
export {
  defined,
  instant,
  line,
  number,
  type Raw,
  record,
  records,
  text,
} from '../../graph/json.ts';
