// What the page's scripts pass to one another, and what the server sends them (see /openapi.json).
// All of it is global, so that a script names a type without importing it.

/** A stretch of a text. In what the server sends, offsets count code points. */
interface Span {
  start: number;
  end: number;
}

/** A stretch of one version of a document. */
interface DocumentSpan extends Span {
  document_id: string;
  version: string;
  /** Its collection, where several were asked or it is not that of the page. */
  collection?: string;
}

/** A document by its id, and its collection where that is not the one of the page. */
interface DocumentName {
  id: string;
  collection?: string;
}

/** What became of a question in one of the collections that it was put to. */
interface AskedCollection {
  name: string;
  status: "answered" | "unanswered";
  confidence: number;
  reason: string | null;
}

/** Where a passage stands in its document, for people. */
interface PlaceNames {
  title?: string;
  heading: string[];
  page: number | null;
  page_label?: string;
  recognized?: boolean;
}

type ReferenceStyle = "chicago" | "apa" | "plain" | "bibtex";

/** Words of a document that can be pinned; of what is not known of them, nothing is said. */
interface Pinnable extends DocumentSpan {
  quote: string;
  title: string;
  source?: string;
  place?: string;
  author?: string;
  published?: string;
  publisher?: string;
  quoted_by?: string | null;
  page?: number | null;
  page_label?: string;
  recognized?: boolean;
  heading?: string[];
  cells?: Span[];
  heads?: CellHead[];
  link?: string | null;
  live_link?: string | null;
}

/** A quote on a board; `asked` is the question that it answered, "" where none was asked. */
interface Pin extends Pinnable {
  id: string;
  pinned: string;
  note: string;
  tags: string[];
  asked: string;
}

/** Quotes in an order of somebody's own. */
interface Board {
  id: string;
  title: string;
  created: string;
  pins: Pin[];
}

/** What a verification says of a quote; `found_at` is where its words stand in `found_in` now. */
interface Standing {
  verdict: "verbatim" | "stale" | "altered" | "gone" | "unread";
  found_in: string | null;
  found_at: [number, number] | null;
}

interface RemovedPin {
  pin: Pin;
  before: string | null;
}

/** What is shown of boards; `only` is the tag that quotes must have. */
interface DeskState {
  board: Board;
  only: string | null;
  editing: { id: string; what: "note" | "tags" } | null;
  renaming: boolean;
  standing: Map<string, Standing>;
  removed: Map<string, RemovedPin & { board: string }>;
  removedBoards: Map<string, Board>;
}

/** Which control has the focus: the id of a quote, null for the head, and what the control does. */
type FocusKey = [string | null, string];

/** The view of boards, for what is done in it. */
interface Desk {
  state: DeskState;
  draw(): void;
  focus(key: FocusKey): void;
  say(text: string): void;
  /** Keep a board, or say that there is no room. */
  save(board: Board): boolean;
  /** Change the quotes of the board that is shown. */
  change(edit: (pins: Pin[]) => Pin[]): boolean;
  check(): Promise<void>;
  /** The quotes in sight. */
  shown(): Pin[];
}

interface PinView {
  nth: number;
  of: number;
  standing: Standing | undefined;
  editing: "note" | "tags" | null;
  /** The other boards. */
  boards: Board[];
}

interface PinActions {
  /** Put a quote before another, or last. */
  drop(pin: Pin, before: string | null): void;
  step(pin: Pin, by: -1 | 1): void;
  edit(pin: Pin, what: "note" | "tags" | null): void;
  note(pin: Pin, text: string): void;
  tag(pin: Pin, typed: string): void;
  /** Show the quotes with a tag alone, or all again where that is so already. */
  only(tag: string): void;
  remove(pin: Pin): void;
  restore(gone: RemovedPin): void;
  /** Cite a quote where its words stand now. */
  renew(pin: Pin, standing: Standing): Promise<void>;
  /** Move a quote to another board. */
  take(pin: Pin, board: Board): void;
}

interface HeadActions {
  show(board: Board): void;
  create(): void;
  startRename(): void;
  /** Called with null where the old name is kept. */
  rename(name: string | null): void;
  remove(): void;
  restore(board: Board): void;
  write(format: string): void;
  take(file: File): void;
}

/** What became of words that were to be pinned: "full" is the browser, "many" are on the board. */
interface PinResult {
  state: "pinned" | "already" | "noted" | "full" | "many";
  board: Board;
  pin: Pin | null;
}

/** How a passage was found: by meaning (cosine) and by words (BM25). */
interface Ranks {
  dense_rank: number | null;
  dense_score: number;
  lexical_rank: number | null;
  lexical_score: number;
  score: number;
}

interface Lead extends Span {
  text: string;
}

/** Words of a table that say what a cell of a quoted row is; the whole table where it is null. */
interface CellHead extends Span {
  text: string;
  cell: number | null;
}

/** A cell of a quoted row: its words, the names over it, and where the words begin. */
interface QuotedCell {
  names: string[];
  words: string;
  start: number;
}

/** A quoted row of a table: its cells, each with the key of its column; not `whole` where empty
 * cells are left out. */
interface QuotedRow {
  citation: Citation;
  cells: QuotedCell[];
  keys: string[];
  caption: string;
  whole: boolean;
}

interface Citation extends DocumentSpan, PlaceNames, Ranks {
  number: number;
  title: string;
  source: string;
  place?: string;
  author: string;
  published: string;
  publisher: string;
  quote: string;
  quoted_by?: string | null;
  lead?: Lead | null;
  cells?: Span[];
  heads?: CellHead[];
  kind?: "text" | "metadata";
  answer_spans?: Span[];
  hidden_characters?: number;
  link?: string | null;
  live_link?: string | null;
}

interface Passage extends Span, PlaceNames {
  text: string;
}

/** A passage as an answer was looked for in it. */
interface Hit extends DocumentSpan, PlaceNames, Ranks {
  title: string;
  text: string;
  hidden_characters?: number;
}

/** A passage that may hold the answer, with the places of words of the question in it. */
interface ClosestPassage extends Hit {
  matches?: Span[];
}

/** What is said of a sentence of a draft. */
type DraftVerdict = "supported" | "partly" | "contradicted" | "not_found" | "unchecked";

/** By what sentences of a draft are shown: "elsewhere" are those that cite other words than say it. */
type DraftKind = DraftVerdict | "elsewhere";

/** A citation that a draft has itself; `citation` is the number of its words. */
interface OwnPlace {
  mark: string;
  state: "found" | "stale" | "gone" | "unresolved";
  citation: number | null;
  note: string | null;
}

/** A sentence of a draft; its places, also of what is unsupported, count in the draft. */
interface CheckedSentence extends Span {
  text: string;
  verdict: DraftVerdict;
  reason: string | null;
  support: number;
  unsupported: Span[];
  citations: number[];
  cited: { places: OwnPlace[]; verdict: DraftVerdict | null; better: number[] } | null;
  closest: ClosestPassage[];
}

interface CheckRecord {
  draft: { name: string; media_type: string; characters: number; sha256: string; text: string };
  sentences: CheckedSentence[];
  citations: Citation[];
  counts: Record<DraftVerdict, number>;
  verifier: string;
  within: SearchedDocuments | null;
}

/** A draft that is checked; `total` is null until its sentences are counted. */
interface DraftCheck {
  state: "checking" | "checked" | "stopped" | "failed";
  text: string;
  name: string;
  total: number | null;
  sentences: CheckedSentence[];
  citations: Citation[];
  record: CheckRecord | null;
  error: string;
}

/** What an alert asks: a question to be answered, or a topic of which every passage counts. */
type AlertKind = "question" | "find";

/** Words that an alert found; those with a higher number were found later. */
interface FoundWords extends DocumentSpan {
  number: number;
  found: string;
  title: string;
  source: string;
  page: number | null;
  page_label: string;
  recognized: boolean;
  quote: string;
}

interface Alert {
  id: string;
  kind: AlertKind;
  words: string;
  created: string;
  looked: string | null;
  feed: string;
  found: FoundWords[];
}

interface AlertList {
  limit: number;
  alerts: Alert[];
}

/** What somebody says of words that were shown. */
type Verdict = "answers" | "does_not_answer";

/** A hit whose text is not kept, only its first words. */
interface ConsideredHit extends Omit<Hit, "text"> {
  opening: string;
}

/** A passage about a topic, with the places of its words; `by` says how that was seen. */
interface FoundPassage extends Hit {
  matches: Span[];
  by: ("words" | "meaning")[];
}

/** A document with passages about a topic: `matched` in all, of which some or all are here. */
interface FoundDocument {
  id: string;
  collection?: string;
  title: string;
  matched: number;
  passages: FoundPassage[];
}

/** How much a document has; `name` tells it from others of its title. */
interface Facet {
  id: string;
  title: string;
  name?: string;
  number: number;
}

interface Findings {
  topic: string;
  /** Where several were named, how much each has, or why it was not searched. */
  collections?: { name: string; passages: number; reason: string | null }[];
  passages_searched: number;
  documents_searched: number;
  matched: { words: number; meaning: number; both: number };
  documents: FoundDocument[];
  documents_without: { id: string; title: string }[];
}

/** A date in a sentence, as it is written and as it is read. */
interface TimelineEvent extends DocumentSpan {
  first: string;
  last: string;
  precision: "day" | "month" | "year";
  written: string;
  relative: boolean;
  year_from: "heading" | "sentence_before" | "mail" | null;
  quote: string;
  title: string;
  published: string;
  page: number | null;
  page_label: string;
  recognized: boolean;
  date_start: number;
  date_end: number;
}

interface TimelineRecord {
  total: number;
  documents: number;
  years: { year: string; dates: number }[];
  by_document: { id: string; title: string; dates: number }[];
  events: TimelineEvent[];
}

/** What a batch asks: of `documents` one by one, or of all together where it is null. */
interface BatchRun {
  questions: string[];
  documents: { id: string; version: string; title: string; source: string }[] | null;
  how: { quotes?: number; confidence?: number };
  /** The state of all documents, by which one knows whether any has changed. */
  collection: string;
}

/** A question of a batch, of one document or of all. */
interface BatchCell {
  nth: number;
  question: string;
  document: { id: string; version: string } | null;
  key: string;
}

/** What became of a question; `of` is the state of the documents that its answer was made of. */
interface BatchAnswer {
  key: string;
  of: string;
  record: AnswerRecord | null;
  problem: string;
}

interface PassageText extends DocumentSpan {
  text: string;
}

interface Sentence {
  text: string;
  citations: number[];
  /** "verbatim" of a quote; a model's are "supported" or "partly". */
  verdict?: "verbatim" | "supported" | "partly";
  /** The words that the citations do not say, as they stand in this text. */
  unsupported?: Span[];
}

/** A sentence that a model wrote and that is no part of the answer. */
interface RejectedSentence {
  text: string;
  verdict: string;
  reason: string;
}

/** Which model was asked to write, and what became of it. */
interface WriterReport {
  model: string;
  prompt: string;
  status: string;
  reason: string | null;
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
}

/** Two citations that give different figures, and which. */
interface Difference {
  citations: number[];
  values: string[][];
}

interface Timings {
  embed_ms: number;
  search_ms: number;
  total_ms: number;
}

/** How many documents of how many were searched; `undated` were left out for having no date. */
interface SearchedDocuments {
  documents: number;
  of: number;
  undated: number;
}

interface AnswerRecord {
  question: string;
  searched?: string;
  readings?: { word: string; read_as: string }[];
  status: "asking" | "answered" | "unanswered";
  confidence: number;
  reason: string | null;
  sentences: Sentence[];
  citations: Citation[];
  differences?: Difference[];
  closest: ClosestPassage[];
  timings?: Timings;
  rejected?: RejectedSentence[];
  writer?: WriterReport;
  within?: SearchedDocuments | null;
  /** Where several were asked, each of them. */
  collections?: AskedCollection[];
  /** Set by the page while the model is loaded. */
  waiting?: boolean;
}

/** Which documents a conversation's questions are put to. */
interface Choice {
  documents?: string[];
  authors?: string[];
  tags?: string[];
  since?: string;
  until?: string;
}

interface Turn {
  question: string;
  asked: string;
  state: "asking" | "answered" | "stopped" | "failed";
  error: string;
  found: { passages: number; documents: number } | null;
  passages: PassageText[];
  looked: ConsideredHit[];
  record: AnswerRecord;
  editing?: boolean;
  /** The collections that it is put to, where it is not the one of the page. */
  asks?: string[];
  /** What was said of its words, by their place. */
  marks?: Record<string, { id: string, verdict: Verdict }>;
}

interface Conversation {
  id: string;
  title: string;
  named: boolean;
  updated: string;
  turns: Turn[];
  within?: Choice;
  /** The collections that are asked, where it is not the one of the page. */
  collections?: string[];
}

interface TurnActions {
  /** Called when something was said of a turn's words, or taken back. */
  marked(turn: Turn): void;
  stop(): void;
  again(turn: Turn): void;
  edit(turn: Turn): void;
  /** Called with null where the edit was given up. */
  edited(turn: Turn, question: string | null): void;
}

interface DocumentInfo {
  id: string;
  version: string;
  title: string;
  source: string;
  place: string;
  author: string;
  published: string;
  publisher: string;
  characters: number;
  passages: number;
  added: string;
  /** Characters that nobody sees, in its text and in what it says of itself. */
  hidden_characters: number;
  file_author: string;
  file_created: string;
  notes: string[];
  tags: string[];
  /** The code of the language that its words are searched in. */
  language: string;
  /** The fields that somebody corrected, with what the document itself says. */
  corrected: Record<string, string>;
}

interface Heading extends Span {
  level: number;
  title: string;
}

interface PageSpan extends Span {
  number: number;
  label: string;
  recognized: boolean;
}

interface DocumentRecord extends DocumentInfo {
  collection?: string;
  headings: Heading[];
  pages: PageSpan[];
  page_images: boolean;
  tables?: TableRecord[];
}

/** A table in a text: a cell is its start and end, equal where it is empty. */
interface TableRecord extends Span {
  heads: number;
  labels: number;
  caption: Span | null;
  rows: [number, number][][];
}

interface DocumentText {
  id: string;
  text: string;
  version: string | null;
}

interface Quote extends Span {
  number?: number;
  text?: string;
}

/** What the reader opens: a span, the other quotes of its answer, and its words where they are known. */
interface Target extends DocumentSpan {
  quotes: Quote[];
  quote?: string;
  title?: string;
}

/** The views that are loaded when they are shown. */
type LazyName = "alerts" | "batch" | "board" | "check" | "collections" | "find" | "timeline";

/** How something is asked of the server; `root` is the path that its address is below. */
type Asking = RequestInit & { headers?: Record<string, string>; root?: string };

/** A collection, and how much is in it. */
interface CollectionInfo {
  name: string;
  documents: number;
  passages: number;
  changed: string;
  fault: string;
}

interface CollectionList {
  default: string;
  may_change: boolean;
  collections: CollectionInfo[];
}

/** A collection in the bin. */
interface RemovedCollection {
  id: string;
  name: string;
  removed: string;
  erased: string;
}

/** What an address shows. */
type Shown =
  | { view: "ask" }
  | { view: "library"; picture: boolean }
  | { view: LazyName; query: URLSearchParams }
  | ({ view: "read" } & DocumentSpan);

/** What a view may ask of the page around it. */
interface ViewPage {
  /** Show words in the reader beside the view; null takes away what is shown. */
  follow(span: DocumentSpan | null): void;
  /** Go to another address of the page. */
  go(address: string): void;
  /** Ask a question in the conversation at hand. */
  ask(question: string): void;
  /** The documents of the collection, null while they are not known. */
  documents(): DocumentInfo[] | null;
}

interface View {
  /** Show what the address asks of the view, behind its question mark. */
  open(query: URLSearchParams): void;
  /** Hear that the documents are known, or have changed. */
  documentsCame?(): void;
  /** What the reader is to know of the words that are opened from here. */
  records?(): Pick<AnswerRecord, "citations" | "closest">[];
}

type MakeView = (root: HTMLElement, page: ViewPage) => View;

/** A stretch of a drawn text, in UTF-16 units; `wrap` makes the element around one piece of it. */
interface DrawnSpan extends Span {
  /** Set where it is one element whatever begins or ends in it; lower levels stand around higher ones. */
  level?: number;
  wrap(): Element;
}

interface PlacedNode {
  node: Text;
  start: number;
}

/** A document whose text is drawn, with its text nodes in order. */
interface DrawnDocument {
  id: string;
  collection?: string;
  version: string;
  text: string;
  nodes: PlacedNode[];
}

/** Words of a drawn document; their place counts UTF-16 units. */
interface SelectedWords extends Omit<DrawnDocument, "nodes">, Span {}

/** The quotes that are shown, where they stand in the text at hand, what to draw and what to say. */
interface Placed {
  quotes: Quote[];
  places: Span[];
  spans: DrawnSpan[];
  notice: (string | Node)[];
}

/** What becomes of an upload whose name exists. */
type OnConflict = "replace" | "keep" | "refuse";

/** What somebody who was asked wants to become of it. */
type ConflictChoice = "replace" | "keep" | "cancel";

/** A document, or an upload that is still to be read (`version` is null then), of an upload's name. */
interface ExistingDocument {
  id: string;
  version: string | null;
  name: string;
}

interface Job {
  id: string;
  name: string;
  /** The page sets "unknown" where it may not look at a job any more. */
  state: "waiting" | "reading" | "ready" | "failed" | "deleted" | "unknown";
  status: "added" | "updated" | "unchanged" | null;
  tries: number;
  code?: string | null;
  reason: string | null;
  /** The version that it takes the place of; of an upload that was not read yet, null. */
  replaced: { id: string; version: string | null } | null;
}

/** Files that came together: whether there are several, and the answer that holds for all of them. */
interface Batch {
  many: boolean;
  choice: ConflictChoice | null;
}

/** A file on its way to the server; `onConflict` is "refuse" until somebody was asked. */
interface Upload {
  file: File;
  /** Its own, or its path in the folder that it came with. */
  name: string;
  size: number;
  row: HTMLElement;
  batch: Batch;
  onConflict: OnConflict;
}

/** Shows that an upload was read, and what in it could not be. */
type ReadyRow = (row: HTMLElement, name: string, status: Job["status"], reason?: string | null) => void;

/** Files that were dropped or chosen, with their paths; `more` if there were too many to take all. */
interface Picked {
  files: { file: File; name: string }[];
  more: boolean;
}

/** How far the folders are that the server was started with. */
interface FolderProgress {
  folders: string[];
  state: "none" | "waiting" | "looking" | "reading" | "done" | "failed";
  files: number;
  done: number;
  reading: string;
  counts: Record<string, number>;
  refused: { name: string; code: string; reason: string }[];
  problem: string;
}

/** What the row of an upload shows: `share` of it was sent; tools where it was stopped. */
interface UploadProgress {
  state: string;
  share?: number;
  reason?: string | null;
  tools?: Child[];
  done?: boolean;
}

/** Why a file was not taken in, and what can be done: `again` tries once more, `forget` gives up. */
interface UploadStop {
  state: string;
  reason: string | null;
  code?: string;
  again?: (() => unknown) | null;
  forget?: () => Promise<unknown>;
}

/** A document and its passages: each dot is `[x, y, start, end]`. */
interface DocumentDots {
  id: string;
  version: string;
  title: string;
  passages: number;
  dots: [number, number, number, number][];
}

interface CollectionMap {
  passages: number;
  shown: number;
  kept: number;
  documents: DocumentDots[];
}

/** A passage in the picture; `numbers` are those of the citations that stand in it. */
interface Dot extends DocumentSpan {
  x: number;
  y: number;
  title: string;
  colour: number;
  numbers: number[];
}

/** An event of the stream that answers a question. */
interface Stage {
  name: string;
  data: any;
}

/** What an element is made with: functions become listeners, `true` a bare attribute. */
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>;
type Child = Node | string | null | undefined;

/** Every element of the page's template that a script asks for by its id. */
/** What a key allows; each includes those before it. */
type Power = "read" | "add" | "manage" | "administer";

/** Who is asking, as the server says it. */
interface Session {
  locked: boolean;
  name: string | null;
  may: Power | null;
  collections: string[] | null;
  reads: boolean;
  kept: boolean;
  token: string;
}

/** A key that the server knows, not entered yet; the key is "" where a cookie has taken its place. */
interface SignIn {
  said: Session;
  key: string;
}

interface PageElements {
  alerts: HTMLElement;
  "alerts-news": HTMLElement;
  "answer-as": HTMLElement;
  about: HTMLDetailsElement;
  ask: HTMLElement;
  board: HTMLElement;
  card: HTMLElement;
  check: HTMLElement;
  collection: HTMLElement;
  collections: HTMLElement;
  composer: HTMLFormElement;
  conflict: HTMLDialogElement;
  "conflict-all": HTMLInputElement;
  "conflict-keep": HTMLButtonElement;
  "conflict-many": HTMLElement;
  "conflict-text": HTMLElement;
  "copy-link": HTMLButtonElement;
  documents: HTMLElement;
  "dot-label": HTMLElement;
  dots: HTMLCanvasElement;
  edit: HTMLDialogElement;
  "edit-author": HTMLInputElement;
  "edit-author-own": HTMLElement;
  "edit-form": HTMLFormElement;
  "edit-language": HTMLSelectElement;
  "edit-language-own": HTMLElement;
  "edit-problem": HTMLElement;
  "edit-published": HTMLInputElement;
  "edit-published-own": HTMLElement;
  "edit-source": HTMLElement;
  "edit-tags": HTMLInputElement;
  "edit-title": HTMLInputElement;
  "edit-title-own": HTMLElement;
  examples: HTMLElement;
  batch: HTMLElement;
  failed: HTMLDetailsElement;
  "failed-line": HTMLElement;
  failures: HTMLElement;
  find: HTMLElement;
  "find-form": HTMLFormElement;
  "find-position": HTMLElement;
  "find-previous": HTMLButtonElement;
  "find-words": HTMLInputElement;
  "failed-again": HTMLElement;
  folders: HTMLElement;
  "folders-close": HTMLButtonElement;
  "folders-meter": HTMLProgressElement;
  "folders-note": HTMLElement;
  "folders-show": HTMLAnchorElement;
  "history-button": HTMLButtonElement;
  "history-list": HTMLElement;
  "history-note": HTMLElement;
  "history-search": HTMLInputElement;
  "import-file": HTMLInputElement;
  key: HTMLInputElement;
  keep: HTMLInputElement;
  "sign-in": HTMLDialogElement;
  "sign-in-again": HTMLButtonElement;
  "sign-in-problem": HTMLElement;
  "sign-in-send": HTMLButtonElement;
  legend: HTMLElement;
  library: HTMLElement;
  "library-count": HTMLElement;
  "library-search": HTMLInputElement;
  "library-sort": HTMLSelectElement;
  "library-title": HTMLElement;
  lit: HTMLElement;
  live: HTMLElement;
  main: HTMLElement;
  "mention-link": HTMLAnchorElement;
  "new-conversation": HTMLButtonElement;
  outline: HTMLDetailsElement;
  "page-count": HTMLElement;
  "page-frame": HTMLElement;
  "page-next": HTMLButtonElement;
  "page-note": HTMLElement;
  "page-number": HTMLInputElement;
  "page-previous": HTMLButtonElement;
  "page-tools": HTMLElement;
  "page-view": HTMLElement;
  pick: HTMLInputElement;
  picture: HTMLDetailsElement;
  "picture-note": HTMLElement;
  question: HTMLTextAreaElement;
  "quote-next": HTMLButtonElement;
  "quote-position": HTMLElement;
  "quote-previous": HTMLButtonElement;
  "quote-steps": HTMLElement;
  reader: HTMLElement;
  "reader-byline": HTMLElement;
  "reader-close": HTMLButtonElement;
  "reader-notice": HTMLElement;
  "reader-scroll": HTMLElement;
  "reader-text": HTMLElement;
  "reader-title": HTMLElement;
  readiness: HTMLElement;
  closed: HTMLElement;
  scope: HTMLDialogElement;
  "scope-all": HTMLButtonElement;
  "scope-author": HTMLInputElement;
  "scope-authors": HTMLElement;
  "scope-button": HTMLButtonElement;
  "among-button": HTMLButtonElement;
  "scope-several": HTMLElement;
  "scope-documents": HTMLFieldSetElement;
  "scope-count": HTMLElement;
  "scope-filter": HTMLInputElement;
  "scope-list": HTMLElement;
  "scope-since": HTMLInputElement;
  "scope-tag": HTMLInputElement;
  "scope-tags": HTMLElement;
  "scope-until": HTMLInputElement;
  send: HTMLButtonElement;
  "sign-out": HTMLButtonElement;
  who: HTMLElement;
  "who-field": HTMLElement;
  settings: HTMLDialogElement;
  "settings-button": HTMLButtonElement;
  thread: HTMLElement;
  timeline: HTMLElement;
  uploads: HTMLElement;
  "uploads-bar": HTMLElement;
  "uploads-meter": HTMLProgressElement;
  "uploads-clear": HTMLButtonElement;
  "uploads-note": HTMLElement;
  "view-page": HTMLButtonElement;
  "view-text": HTMLButtonElement;
  views: HTMLElement;
  pages: HTMLElement;
  "zoom-fit": HTMLButtonElement;
  "zoom-full": HTMLButtonElement;
}
