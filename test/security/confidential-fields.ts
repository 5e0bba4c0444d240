// Which texts of the database are confidential, and which are not. A new column stands in neither list, and stops the test until
// somebody has thought about it.

/** Texts that few may read, with who may (DOMAIN 17). */
export const CONFIDENTIAL: Record<string, string> = {
  'Person.email': 'nobody in chat',
  'Person.importKey': 'nobody in chat',
  'SelfEvaluationGrade.evidence': 'the school, its board, its officer and the leads',
  'CategoryDecision.reason': 'the school, its board and the officers',
  'CategoryDecision.evidence': 'the school, its board and the officers',
  'CategoryDecision.nextStep': 'the school, its board and the officers',
  'MinutesRevision.text': 'while it is a draft: the board’s members and the officers, each alone',
  'MinutesCorrection.words': 'clerk and chair',
  'MinutesApproval.words': 'clerk and chair',
  'ActionAsk.reason': 'the owner, clerk, chair and office',
  'ActionAsk.words': 'the owner, clerk, chair and office',
  'JoinCode.codeHash': 'nobody',
  'PastedList.text': 'whoever pasted it',
  'MailInvitation.address': 'nobody in chat',
  'MailLink.tokenHash': 'nobody',
  'MailSession.tokenHash': 'nobody',
  'SlackInstallState.nonce': 'nobody',
  'CardCopy.nonce': 'nobody',
  'CardCopy.lastError': 'nobody in chat',
  'CardToken.tokenHash': 'nobody',
  'AuditEvent.place': 'nobody in chat',
  'AuditEvent.salt': 'nobody',
};

/** Everything else that is text: for the board's members and whoever they tell, names, or words of the program's own. */
export const OPEN = `
Partnership.name Partnership.laCode Partnership.frameworkId Partnership.termCalendarId Partnership.timeZone TermYear.schoolYear
KnownTenant.platform KnownTenant.tenant School.laCode School.laName School.name School.typeCode School.typeName School.governance
School.phase School.status School.religiousCharacter School.diocese School.trustName School.region School.category Person.name
RoleHeld.role Identity.platform Identity.tenant Identity.userId JoinAttempt.platform JoinAttempt.tenant JoinAttempt.userId
Board.template Board.name Seat.role Seat.answer Meeting.startsAt Meeting.place Meeting.state AgendaItem.title AgendaItem.lead
Attendance.answer Action.what Action.intendedImpact Action.state Action.evidence Action.reason ActionAsk.kind ActionAsk.state
Reminder.subject Minutes.state MinutesRevision.hash MinutesCorrection.decision MinutesApproval.hash MinutesApproval.decision
MinutesApproval.platform MinutesApproval.messageId Round.frameworkId Round.schoolYear Round.name SelfEvaluation.state
SelfEvaluationGrade.aspect SelfEvaluationGrade.grade CategoryDecision.schoolYear CategoryDecision.state CategoryDecision.value
Alert.reasonCode Alert.state Conversation.platform Conversation.tenant Conversation.externalId Conversation.kind Conversation.name
Conversation.unreachableReason Receipt.key Receipt.command Receipt.outcome Receipt.requestId AuditEvent.event AuditEvent.subject
AuditEvent.platform AuditEvent.requestId AuditEvent.digest AuditEvent.hash CardCopy.card CardCopy.subject CardCopy.messageId
CardCopy.state Outbox.key Outbox.card Outbox.subject Outbox.state Outbox.reason Outbox.onUncertain Outbox.takenBy Outbox.messageId
Outbox.requestId Question.subject Question.command Question.answerField Question.asked WebMessage.text WebMessage.key JobSlot.job
JobSlot.slot JobRun.job JobRun.outcome Setting.key PastedList.kind PastedList.state PastedList.outcome SlackInstallation.tenant SlackInstallation.name
SlackInstallation.teamId SlackInstallation.enterpriseId SlackInstallation.appId SlackInstallation.botUserId SlackInstallation.scopes
SlackInstallation.alsoHeard Sight.card Sight.subject Sight.platform
`
  .trim()
  .split(/\s+/);
