/**
 * What the router knows. All of it is plain data that survives JSON, so it can be read from rows and written back.
 * Times are milliseconds of event time (`steady.ts`), lengths of time are milliseconds, ids are opaque.
 */
export type WorkClass = 'real_time' | 'deferred';

/** A demand for a skill and the least level that meets it (1 = has begun). */
export type Requirement = { skill: string; level: number };

/** What a queue does with an item that has waited so long: another queue's agents too, fewer demands, more priority. */
export type Step = {
  afterMs: number;
  /** Agents of these queues may take it as well. */
  overflowTo?: string[];
  /** Required levels fall by so much; a level of 0 asks nothing. */
  lowerLevels?: number;
  /** These skills are asked for no longer. */
  dropSkills?: string[];
  /** So much more priority. */
  raise?: number;
  /** Somebody is told. */
  escalate?: boolean;
};

/** A stretch of instants, end excluded. */
export type Span = { from: number; to: number };

export type Queue = {
  id: string;
  /**
   * When it is attended: the stretch that runs, or comes next; null: always. Its contacts are handed out within it alone. Once it is
   * over the queue is closed until the next one is told (`queue_set`).
   */
  attended: Span | null;
  /** Whose agents take its contacts while it is closed, and when that queue is attended; null: they wait for the opening. */
  afterHours: { queue: string; attended: Span | null } | null;
  /** `offer` asks the agent and waits for the answer, `assign` hands over, `pull` leaves it to the agents to take. */
  mode: 'offer' | 'assign' | 'pull';
  /** Who comes first: the longest waiting, priority with age, the earliest deadline. */
  order: 'longest' | 'priority' | 'deadline';
  /** A step of priority is worth so much waiting: nobody is overtaken by who came later than steps × this. */
  agingMs: number;
  /** Items of this queue count as having waited so much longer, among queues. */
  headStartMs: number;
  /** With `deadline`: who arrives with this much time left counts as having come just now. */
  targetMs: number;
  /** How long an offer stands. */
  offerMs: number;
  /** Who declined or let an offer pass is not asked again for so long. */
  againMs: number;
  /** So many offers passed in a row set the agent away; null: never. */
  missedMost: number | null;
  /** How long an item is kept for its preferred agent, who is there and busy; 0: only when free at once. */
  preferredMs: number;
  /** Among those who may: the one whose skills are best, or the least occupied. */
  agents: 'least_occupied' | 'best_skilled';
  /** Time after an item that belongs to the agent, before the next real-time contact. */
  wrapUpMs: number;
  /** How long items stay with an agent who went offline. */
  graceMs: Record<WorkClass, number>;
  /** Paused work goes back to the queue after so long; null: never. */
  pausedMostMs: number | null;
  /** In order of time. */
  steps: Step[];
};

/** What stays the same of an item wherever it is. */
export type Work = {
  id: string;
  kind: 'conversation' | 'callback' | 'complaint' | 'review' | 'task' | 'hand_over';
  class: WorkClass;
  /** What the agents' aptitude is asked for; opaque here. */
  channel: string;
  queue: string;
  skills: Requirement[];
  /** Higher is sooner; need not be whole. */
  priority: number;
  arrivedAt: number;
  /** Of the agreement on times (SLA); null where there is none. */
  deadline: number | null;
  /** The agent it would best go to: who had it last. */
  preferred: string | null;
  /** How much of an agent's capacity for its class it takes: 1, 2, … */
  weight: number;
  /** Whether it may be paused for a real-time contact; always so for deferred work, but for what must not stop. */
  pausable: boolean;
};

export type Standing =
  | { state: 'waiting' }
  | { state: 'offered'; agent: string; until: number }
  | { state: 'active'; agent: string; since: number }
  | { state: 'paused'; agent: string; since: number };

export type Item = Work & {
  standing: Standing;
  /** Since when it has been waiting this time; an offer does not end it. */
  waitingSince: number;
  /** How often it was offered. */
  attempts: number;
  /** Who declined or let it pass, and until when they are not asked again. */
  tried: { agent: string; until: number }[];
  /** How many steps of its queue have been told. */
  stepsTold: number;
  /** Until when it stays with an agent who is offline; null while the agent is there. */
  graceUntil: number | null;
};

/** What is set for an agent. */
export type AgentSettings = {
  id: string;
  queues: string[];
  /** Level by skill, 1 and up. */
  skills: Record<string, number>;
  /** Aptitude by channel: 0 = never, higher is better; 1 for channels that are not named. */
  aptitude: Record<string, number>;
  capacity: Record<WorkClass, number>;
  /** From when to when new items come, contacts only until `lastMs` before its end; null: while available. */
  shift: (Span & { lastMs: number }) | null;
};

export type Presence = 'available' | 'away' | 'offline';

export type Agent = AgentSettings & {
  presence: Presence;
  /** Why, as the firm calls it: lunch, training. */
  reason: string | null;
  /** Until when the last item's wrap-up lasts; null when there is none. */
  wrapUntil: number | null;
  /** Offers let pass in a row. */
  missed: number;
  /** Share of the time spent with work of a class, recent hours counting most, as it was at `occupancyAt`. */
  occupancy: Record<WorkClass, number>;
  occupancyAt: number;
};

/** How often real-time work asks for a queue or a skill: arrivals an hour, recent ones counting most, as of `at`. */
export type Asked = { name: string; rate: number; at: number };

/** A state as data: what is stored, and from what it is built again. */
export type Snapshot = { now: number; queues: Queue[]; agents: Agent[]; items: Item[]; asked: Asked[] };

export type RoutingEvent =
  | { type: 'tick' }
  | { type: 'queue_set'; queue: Queue }
  | { type: 'queue_gone'; queue: string }
  | { type: 'agent_set'; agent: AgentSettings }
  | { type: 'agent_gone'; agent: string }
  | { type: 'presence'; agent: string; presence: Presence; reason?: string | null }
  /** New work, or the truth about an item after a decision could not be stored. */
  | { type: 'item_set'; work: Work; standing?: Standing }
  /**
   * What rows say now, whole: agents as they are set up (a new one begins as given, of a known one presence and occupancy
   * stay), items with everything that happened to them, and items that are gone.
   */
  | { type: 'truth'; agents: Agent[]; items: Item[]; gone: string[] }
  /** The customer left, or the matter is no longer ours to route. */
  | { type: 'item_gone'; item: string }
  /** The agent has finished it. */
  | { type: 'done'; item: string; agent: string }
  | { type: 'accept'; item: string; agent: string }
  | { type: 'decline'; item: string; agent: string }
  /** An agent takes an item, or the next one that is for them. */
  | { type: 'pull'; agent: string; item: string | null }
  /** A person gives it to an agent, whatever the skills; capacity still counts. */
  | { type: 'assign'; item: string; agent: string }
  /** The agent hands it back: to its queue, another one, or for another agent. */
  | { type: 'release'; item: string; agent: string; queue?: string; preferred?: string | null }
  /** The agent ends the wrap-up early. */
  | { type: 'ready'; agent: string };

/** The event of a type. */
export type EventOf<Type extends RoutingEvent['type']> = Extract<RoutingEvent, { type: Type }>;

export type Why =
  | 'routed'
  | 'accepted'
  | 'pulled'
  | 'assigned'
  | 'declined'
  | 'timed_out'
  | 'missed_offers'
  | 'agent_away'
  | 'agent_offline'
  | 'agent_gone'
  | 'paused_too_long'
  | 'released'
  | 'real_time'
  | 'real_time_over'
  | 'item_changed'
  | 'no_room';

/**
 * What is to be done. Each about an item says from what standing it leads (`was`): the server stores it only if the row
 * still stands so, and else tells the router the truth with `item_set`.
 */
export type Decision =
  | { type: 'offer'; item: string; agent: string; until: number; attempt: number; was: Standing }
  | { type: 'start'; item: string; agent: string; why: Why; was: Standing }
  | { type: 'pause'; item: string; agent: string; why: Why; was: Standing }
  | { type: 'resume'; item: string; agent: string; why: Why; was: Standing }
  /** Back to the queue, with all that was done so far; an offer that did not become work too. */
  | { type: 'return'; item: string; agent: string; why: Why; was: Standing }
  | { type: 'finish'; item: string; agent: string; wrapUntil: number | null; was: Standing }
  /** A step of the queue came: who may take it now, what is asked, what priority it has. */
  | {
      type: 'step';
      item: string;
      step: number;
      queues: string[];
      skills: Requirement[];
      priority: number;
      escalate: boolean;
    }
  | { type: 'set_away'; agent: string; why: Why }
  | { type: 'refuse'; event: RoutingEvent['type']; why: Refusal };

export type Refusal =
  | 'unknown_item'
  | 'unknown_agent'
  | 'unknown_queue'
  | 'not_theirs'
  | 'not_waiting'
  | 'no_capacity'
  | 'not_available'
  | 'nothing_waiting'
  | 'not_valid';
