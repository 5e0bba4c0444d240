// Minutes as a school's clerk writes them. Nobody in them exists, and no pupil is ever named.

/** Of Quillgate's latest meeting: circulated, and waiting for two governors. */
export const QUILLGATE_LATEST = `Present: Samir Haddad (chair), Ruth Abernethy, Denise Palfrey, Martin Okonjo, Nadia Rahman. Apologies: Isaac Boateng. Clerk: Priya Nair.

1. Welcome and declarations. The chair welcomed everybody. No interests were declared.

2. Minutes of the last meeting and action log. The minutes were agreed. Four actions were closed. The review of the behaviour policy is not ready, because the deputy headteacher was away; the board asked for it within the week.

3. Core priorities. The headteacher reported on mathematics and on attendance. Mathematics: the new scheme is in use in Years 7 to 9; a third of books seen in the work scrutiny still show no response to marking. Judgement: some progress. Attendance: 90.8% this half-term, up from 89.1% a year ago; persistent absence is falling in Year 9 but not in Year 10. Judgement: some progress.

4. Data. The latest assessments put predicted results in English in line with last summer and in mathematics below. Pupils with free school meals remain well behind others in both. There were two suspensions, against seven in the same weeks last year.

5. Teaching. Twelve lessons were seen jointly by the headteacher and Ms Rahman. Questioning has improved. Work for the highest attainers is too easy in humanities.

6. Report of the School Improvement Officer. Ms Rahman confirmed the headteacher’s picture of mathematics and asked for a plan for Year 10 before the next meeting.

7. Support received. Three of five half days of mathematics support have been used. The board asked that the rest goes to Year 10.

8. Ready for the next monitoring inspection. The evidence file is in place for two of three areas for improvement.

9. Governance. A skills audit has been done; the board still lacks somebody who knows finance.

10. Decision. The board will run its full year and look again each term.

Actions: Martin Okonjo to bring a Year 10 mathematics plan; Nadia Rahman to book the last two half days; Denise Palfrey to visit humanities; Ruth Abernethy to ask governor services for a finance governor.

The meeting closed at 19:05.`;

/** Of Quillgate's meeting before: agreed by everybody. */
export const QUILLGATE_EARLIER = `Present: Samir Haddad (chair), Ruth Abernethy, Denise Palfrey, Martin Okonjo, Nadia Rahman, Isaac Boateng. Clerk: Priya Nair.

1. The chair thanked staff for their work. No interests were declared.

2. The action log was gone through; two actions were closed.

3. Core priorities. Mathematics has a new subject leader. Attendance calls are now made on the first morning of absence. Judgement: too early to say.

4. Support. Five half days of mathematics support were agreed with the authority.

Actions: Martin Okonjo to review the behaviour policy; Isaac Boateng to find a partner school for mathematics; Ruth Abernethy to lead a skills audit of the governors.

The meeting closed at 18:50.`;

/** Of Lanterngate's meeting in the half-term before: agreed. */
export const LANTERNGATE_EARLIER = `Present: Yusuf Demir (chair), Peter Langstaff, Joan Mbeki, Farida Chowdhury, Thomas Birkett, Isaac Boateng. Clerk: Priya Nair.

1. First meeting of the board. The purpose and the year’s limit were explained by Mr Birkett.

2. Core priorities: science in Years 10 and 11, and the progress of pupils who join during the year.

3. Actions: Farida Chowdhury to bring a science plan; Joan Mbeki to meet the heads of year.

The meeting closed at 18:30.`;

/** Of Lanterngate's latest meeting: the clerk's draft. */
export const LANTERNGATE_LATEST = `Present: Yusuf Demir (chair), Peter Langstaff, Joan Mbeki, Farida Chowdhury, Thomas Birkett. Apologies: Isaac Boateng. Clerk: Priya Nair.

1. Welcome. No interests were declared.

2. Action log. The science plan was received. Mrs Mbeki has met three of five heads of year.

3. Core priorities. Science: assessed grades in Year 10 are up by half a grade on average; practical work is still thin. Judgement: some progress. Pupils who join during the year now have a mentor within a week. Judgement: good progress.

4. Sixth form. Retention from Year 12 to Year 13 is 91%.

5. Actions: Farida Chowdhury to send the science grades by set; Thomas Birkett to look at practical work on the next visit.

The meeting closed at 18:40.`;

/** Of the Tollmarsh board's only meeting so far. */
export const TOLLMARSH_EARLIER = `Present: Hannah Weissman (chair), Olu Bankole, Tomasz Zielinski, Siobhan Kerrigan, Nadia Rahman, Isaac Boateng. Clerk: Lorraine Tully.

1. First meeting of the board.

2. Core priorities: reading in Year 7, and staff turnover in modern languages.

3. Actions: Siobhan Kerrigan to report on reading ages; Olu Bankole to ask the trust about recruitment.

4. Next meeting to be fixed by the clerk.

The meeting closed at 18:15.`;
