// Generated from src/EdgeApi/Live/Contract and src/Grains.Interfaces. Do not edit: change the C# contract, then run
//   HALLE_UPDATE_WIRE=1 dotnet test --project tests/EdgeApi.Tests
// A member that is null on the server is absent here. Times are ISO 8601 text, ids are text.

export const rejectionCodes = [
  'bad_request',
  'forbidden',
  'not_found',
  'sign_in_needed',
  'revoked',
  'empty',
  'too_long',
  'duplicate',
  'unreadable',
  'contact_refused',
  'name_reserved',
  'name_refused',
  'name_taken',
  'slow_down',
  'slow_mode',
  'muted',
  'banned',
  'staff_only',
  'paused',
  'event_paused',
  'locked',
  'calm',
  'not_started',
  'ended',
  'waiting_for_teacher',
  'room_full',
  'too_many_rooms',
  'closed',
  'wrong_state',
  'too_late',
  'not_yours',
  'yourself',
  'protected_person',
  'busy',
  'storage_unavailable',
  'storage_full',
  'quarantined',
  'unavailable',
  'full',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

export const closingCodes = [
  'going_away',
  'too_slow',
  'failed',
  'revoked',
  'signed_out',
  'too_much',
  'too_large',
] as const;
export type ClosingCode = (typeof closingCodes)[number];

export const reactions = [
  'clap',
  'heart',
  'idea',
  'laugh',
] as const;
export type ReactionName = (typeof reactions)[number];

export const entityTypes = [
  'announcement',
  'breaker',
  'class',
  'duty',
  'hours',
  'message',
  'mode',
  'poll',
  'pupil',
  'question',
  'sanction',
  'stage',
  'tour',
] as const;
export type EntityType = (typeof entityTypes)[number];

export const commandTypes = [
  'announcement.post',
  'announcement.withdraw',
  'breaker.pause',
  'breaker.resume',
  'chat.hold',
  'chat.pin',
  'chat.post',
  'chat.release',
  'chat.remove',
  'chat.report',
  'chat.restore',
  'chat.unpin',
  'chat.withdraw',
  'class.calm',
  'class.lock',
  'duty.set',
  'hours.set',
  'mode.set',
  'poll.archive',
  'poll.close',
  'poll.draft',
  'poll.open',
  'poll.vote',
  'question.answer',
  'question.approve',
  'question.archive',
  'question.ask',
  'question.merge',
  'question.promote',
  'question.reject',
  'question.undo',
  'question.unvote',
  'question.vote',
  'question.withdraw',
  'roster.admit',
  'roster.join',
  'roster.remove',
  'sanction.ban',
  'sanction.mute',
  'sanction.revoke',
  'sanction.shadow',
  'sanction.warn',
  'talk.end',
  'talk.resume',
  'talk.start',
  'tour.end',
  'tour.follow',
  'tour.point',
] as const;
export type CommandType = (typeof commandTypes)[number];

export type Admission = 'none' | 'waiting' | 'admitted' | 'removed';
export type AnnouncementLevel = 'info' | 'important';
export type ClassLock = 'chat' | 'visits' | 'door';
export type DutyStatus = 'available' | 'busy' | 'away' | 'off';
export type MessageState = 'visible' | 'held' | 'removed' | 'shadowed';
export type PollState = 'draft' | 'open' | 'closed' | 'archived';
export type QuestionState = 'pending' | 'approved' | 'onAir' | 'answered' | 'archived' | 'rejected' | 'merged' | 'withdrawn';
export type ReceiptStatus = 'ok' | 'refused' | 'unknown';
export type Role = 'visitor' | 'pupil' | 'teacher' | 'professional' | 'moderator' | 'organiser';
export type RoomModeKind = 'open' | 'slow' | 'preModerated' | 'staffOnly' | 'paused';
export type SanctionKind = 'warn' | 'mute' | 'ban' | 'shadow';
export type StageState = 'scheduled' | 'live' | 'ended';

export interface Announcement {
  readonly type: 'announcement';
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly level: AnnouncementLevel;
  readonly by: string;
}

export interface Author {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

export interface Breaker {
  readonly type: 'breaker';
  readonly id: string;
  readonly paused: boolean;
  readonly reason?: string;
  readonly since?: string;
}

export interface ChatMessage {
  readonly type: 'message';
  readonly id: string;
  readonly shownAt: number;
  readonly at: string;
  readonly author?: Author;
  readonly text: string;
  readonly replyTo?: string;
  readonly state: MessageState;
  readonly pinned: boolean;
  readonly heldFor?: string;
  readonly reports: number;
}

export interface ClassSwitches {
  readonly type: 'class';
  readonly id: string;
  readonly calm: boolean;
  readonly chatLocked: boolean;
  readonly visitsLocked: boolean;
  readonly doorLocked: boolean;
}

export interface Closing {
  readonly code: ClosingCode;
  readonly retryAfterMs?: number;
}

export interface CommandAnswer {
  readonly status: ReceiptStatus;
  readonly seq: number;
  readonly code?: RejectionCode;
  readonly retryAfterMs?: number;
  readonly until?: string;
  readonly reason?: string;
}

export interface Duty {
  readonly type: 'duty';
  readonly id: string;
  readonly name: string;
  readonly status: DutyStatus;
  readonly since: string;
}

export interface EnterAnswer {
  readonly code?: RejectionCode;
  readonly retryAfterMs?: number;
  readonly until?: string;
  readonly reason?: string;
  readonly epoch: string;
  readonly seq: number;
  readonly staff: boolean;
  readonly can: readonly string[];
  readonly serverTime: string;
}

export interface EnterRequest {
  readonly room: string;
  readonly epoch?: string;
  readonly lastSeq?: number;
}

export interface Frame {
  readonly room: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly reset: boolean;
  readonly set: readonly Entity[];
  readonly drop: readonly string[];
}

export interface HistoryPage {
  readonly code?: RejectionCode;
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
}

export interface Hours {
  readonly type: 'hours';
  readonly id: string;
  readonly offered: readonly string[];
  readonly withdrawn: readonly string[];
}

export interface NamedPresence {
  readonly person: string;
  readonly role: Role;
  readonly name: string;
}

export interface Notice {
  readonly at: string;
  readonly until?: string;
  readonly reason: string;
  readonly by?: Role;
}

export interface Poll {
  readonly type: 'poll';
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly state: PollState;
  readonly votes?: readonly number[];
  readonly voters: number;
}

export interface PollVote {
  readonly poll: string;
  readonly option: number;
  readonly votes: readonly number[];
}

export interface Pulse {
  readonly room: string;
  readonly seq: number;
  readonly present: number;
  readonly named?: readonly NamedPresence[];
  readonly reactions: Readonly<Record<string, number>>;
  readonly zone?: Readonly<Record<string, SiteStatus>>;
}

export interface Pupil {
  readonly type: 'pupil';
  readonly id: string;
  readonly pseudonym: string;
  readonly admission: Admission;
  readonly following: boolean;
}

export interface Question {
  readonly type: 'question';
  readonly id: string;
  readonly at: string;
  readonly author: Author;
  readonly text: string;
  readonly state: QuestionState;
  readonly score: number;
  readonly changedAt: string;
  readonly reason?: string;
  readonly into?: string;
  readonly heldFor?: string;
  readonly canUndo: boolean;
}

export interface RoomLeft {
  readonly room: string;
  readonly code: RejectionCode;
  readonly until?: string;
  readonly reason?: string;
}

export interface RoomModeView {
  readonly type: 'mode';
  readonly id: string;
  readonly mode: RoomModeKind;
  readonly seconds: number;
}

export interface RoomYou {
  readonly room: string;
  readonly seq: number;
  readonly you: You;
}

export interface Sanction {
  readonly type: 'sanction';
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly kind: SanctionKind;
  readonly at: string;
  readonly until?: string;
  readonly reason: string;
  readonly by: Author;
}

export interface SiteStatus {
  readonly present: number;
  readonly available: number;
  readonly live: boolean;
  readonly next?: string;
}

export interface Stage {
  readonly type: 'stage';
  readonly id: string;
  readonly state: StageState;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export interface Tour {
  readonly type: 'tour';
  readonly id: string;
  readonly room?: string;
  readonly since?: string;
  readonly guide?: string;
}

export interface You {
  readonly muted?: Notice;
  readonly banned?: Notice;
  readonly warned?: Notice;
  readonly messages: readonly ChatMessage[];
  readonly questions: readonly Question[];
  readonly votes: readonly string[];
  readonly pollVotes: readonly PollVote[];
  readonly admission: Admission;
  readonly following: boolean;
  readonly nextPostAt?: string;
}

export type Entity =
  | Announcement
  | Breaker
  | ChatMessage
  | ClassSwitches
  | Duty
  | Hours
  | Poll
  | Pupil
  | Question
  | RoomModeView
  | Sanction
  | Stage
  | Tour;

export interface AdmitPupil {
  readonly type: 'roster.admit';
  readonly person: string;
}

export interface AnswerQuestion {
  readonly type: 'question.answer';
  readonly question: string;
}

export interface ApproveQuestion {
  readonly type: 'question.approve';
  readonly question: string;
}

export interface ArchivePoll {
  readonly type: 'poll.archive';
  readonly poll: string;
}

export interface ArchiveQuestion {
  readonly type: 'question.archive';
  readonly question: string;
}

export interface AskQuestion {
  readonly type: 'question.ask';
  readonly text: string;
}

export interface BanPerson {
  readonly type: 'sanction.ban';
  readonly person: string;
  readonly minutes?: number;
  readonly reason: string;
  readonly name?: string;
}

export interface ClosePoll {
  readonly type: 'poll.close';
  readonly poll: string;
}

export interface DraftPoll {
  readonly type: 'poll.draft';
  readonly question: string;
  readonly options: readonly string[];
}

export interface EndTalk {
  readonly type: 'talk.end';
}

export interface EndTour {
  readonly type: 'tour.end';
}

export interface FollowTour {
  readonly type: 'tour.follow';
  readonly on: boolean;
}

export interface HoldMessage {
  readonly type: 'chat.hold';
  readonly message: string;
}

export interface JoinClass {
  readonly type: 'roster.join';
}

export interface MergeQuestion {
  readonly type: 'question.merge';
  readonly question: string;
  readonly into: string;
}

export interface MutePerson {
  readonly type: 'sanction.mute';
  readonly person: string;
  readonly minutes: number;
  readonly reason: string;
  readonly name?: string;
}

export interface OpenPoll {
  readonly type: 'poll.open';
  readonly poll: string;
}

export interface PauseEvent {
  readonly type: 'breaker.pause';
  readonly reason: string;
}

export interface PinMessage {
  readonly type: 'chat.pin';
  readonly message: string;
}

export interface PointTour {
  readonly type: 'tour.point';
  readonly room: string;
}

export interface PostAnnouncement {
  readonly type: 'announcement.post';
  readonly text: string;
  readonly level?: AnnouncementLevel;
}

export interface PostMessage {
  readonly type: 'chat.post';
  readonly text: string;
  readonly replyTo?: string;
}

export interface PromoteQuestion {
  readonly type: 'question.promote';
  readonly question: string;
}

export interface RejectQuestion {
  readonly type: 'question.reject';
  readonly question: string;
  readonly reason: string;
}

export interface ReleaseMessage {
  readonly type: 'chat.release';
  readonly message: string;
}

export interface RemoveMessage {
  readonly type: 'chat.remove';
  readonly message: string;
  readonly reason?: string;
}

export interface RemovePupil {
  readonly type: 'roster.remove';
  readonly person: string;
}

export interface ReportMessage {
  readonly type: 'chat.report';
  readonly message: string;
  readonly reason?: string;
}

export interface RestoreMessage {
  readonly type: 'chat.restore';
  readonly message: string;
}

export interface ResumeEvent {
  readonly type: 'breaker.resume';
}

export interface ResumeTalk {
  readonly type: 'talk.resume';
}

export interface RevokeSanction {
  readonly type: 'sanction.revoke';
  readonly person: string;
  readonly kind: SanctionKind;
}

export interface SetCalm {
  readonly type: 'class.calm';
  readonly on: boolean;
}

export interface SetDuty {
  readonly type: 'duty.set';
  readonly status: DutyStatus;
}

export interface SetHours {
  readonly type: 'hours.set';
  readonly offer: readonly string[];
  readonly withdraw: readonly string[];
}

export interface SetLock {
  readonly type: 'class.lock';
  readonly what: ClassLock;
  readonly on: boolean;
}

export interface SetMode {
  readonly type: 'mode.set';
  readonly mode: RoomModeKind;
  readonly seconds?: number;
}

export interface ShadowPerson {
  readonly type: 'sanction.shadow';
  readonly person: string;
  readonly minutes?: number;
  readonly reason: string;
  readonly name?: string;
}

export interface StartTalk {
  readonly type: 'talk.start';
}

export interface UndoQuestion {
  readonly type: 'question.undo';
  readonly question: string;
}

export interface UnpinMessage {
  readonly type: 'chat.unpin';
  readonly message: string;
}

export interface UnvoteQuestion {
  readonly type: 'question.unvote';
  readonly question: string;
}

export interface VotePoll {
  readonly type: 'poll.vote';
  readonly poll: string;
  readonly option: number;
}

export interface VoteQuestion {
  readonly type: 'question.vote';
  readonly question: string;
}

export interface WarnPerson {
  readonly type: 'sanction.warn';
  readonly person: string;
  readonly reason: string;
  readonly name?: string;
}

export interface WithdrawAnnouncement {
  readonly type: 'announcement.withdraw';
  readonly announcement: string;
}

export interface WithdrawMessage {
  readonly type: 'chat.withdraw';
  readonly message: string;
}

export interface WithdrawQuestion {
  readonly type: 'question.withdraw';
  readonly question: string;
}

export type RoomCommand =
  | AdmitPupil
  | AnswerQuestion
  | ApproveQuestion
  | ArchivePoll
  | ArchiveQuestion
  | AskQuestion
  | BanPerson
  | ClosePoll
  | DraftPoll
  | EndTalk
  | EndTour
  | FollowTour
  | HoldMessage
  | JoinClass
  | MergeQuestion
  | MutePerson
  | OpenPoll
  | PauseEvent
  | PinMessage
  | PointTour
  | PostAnnouncement
  | PostMessage
  | PromoteQuestion
  | RejectQuestion
  | ReleaseMessage
  | RemoveMessage
  | RemovePupil
  | ReportMessage
  | RestoreMessage
  | ResumeEvent
  | ResumeTalk
  | RevokeSanction
  | SetCalm
  | SetDuty
  | SetHours
  | SetLock
  | SetMode
  | ShadowPerson
  | StartTalk
  | UndoQuestion
  | UnpinMessage
  | UnvoteQuestion
  | VotePoll
  | VoteQuestion
  | WarnPerson
  | WithdrawAnnouncement
  | WithdrawMessage
  | WithdrawQuestion;

/** What the server calls in the browser. */
export interface LiveClient {
  Frame(frame: Frame): void;
  You(you: RoomYou): void;
  Pulse(pulse: Pulse): void;
  Left(left: RoomLeft): void;
  Closing(closing: Closing): void;
}

/** What the browser calls at the server; the names are the ones to invoke. */
export interface LiveServer {
  Enter(request: EnterRequest): Promise<EnterAnswer>;
  Leave(room: string): Promise<CommandAnswer>;
  Execute(room: string, clientId: string, command: RoomCommand): Promise<CommandAnswer>;
  React(room: string, reaction: string): Promise<CommandAnswer>;
  History(room: string, before: string, limit: number): Promise<HistoryPage>;
}
