// Assessment (考核): what is asked of whom from when on, what was computed for a period, and what came of each one assessed.
import type { Tally } from '../figures/indicators.js';
import type { Actor } from './types.js';

/** Whom an assessment is about; `officer` is a department's enforcement officer at the grassroots. */
export type Subject = 'member' | 'grid' | 'village' | 'town' | 'department' | 'officer';
export type Cycle = 'month' | 'quarter';
/** Whose part of an officer's assessment an indicator is. */
export type Giver = 'town' | 'department';
/** What a town thinks of a department's part in joint enforcement: how often it was marked, and how. */
export type TownMark = 'townMarked' | 'townGood' | 'townFair' | 'townPoor';
/** What was counted for one assessed. */
export type Counts = Tally & Partial<Record<TownMark, number>>;
/** `numerator` and `denominator` name marks of cases (figures/indicators.ts), marks of a town, `minutes` to the first answer, or `base`: a number that is agreed. `formula` is FEEL and gives 0 to 100; `weight` is in points. */
export interface AssessmentIndicator { id: string; name: string; group: string; numerator: keyof Counts; denominator: keyof Counts | 'base'; base?: number; formula: string; weight: number; giver: Giver }
/** `<unit>:<subject>:<cycle>:<from>`, of a city or a county; it holds there for periods that begin in the month `from` or later, until the unit's next one. Without a unit it was saved when there was one for all (`<subject>:<cycle>:<from>`): it is the city's. */
export interface AssessmentSheet { _id: string; unit?: string; subject: Subject; cycle: Cycle; from: string; revision: number; indicators: AssessmentIndicator[]; by: Actor; at: Date; reason: string }
/** The indicators by which some in an assessment are assessed: those of the county `unit`, beside the assessment's. */
export interface CountySheet { unit: string; name: string; from: string; indicators: AssessmentIndicator[] }
/** `<unit>:<subject>:<period>`: everybody of that kind in a unit, with the indicators as they were; `sheetName` says whose they are, `others` are those of counties below that go by their own. `computed`: shown to the assessed, who may appeal until `appealUntil`; `published`: frozen. */
export interface Assessment {
  _id: string; unit: string; subject: Subject; cycle: Cycle; period: string; state: 'computing' | 'computed' | 'publishing' | 'published'; indicators: AssessmentIndicator[]; from: string; sheetName?: string; others?: CountySheet[]; days: number; total: number;
  by: Actor; at: Date; /** Who computes it: work in the background, and all that ever took it over, in turn. */ job?: string; jobs?: string[]; computedAt?: Date; appealUntil?: Date; published?: { by: Actor; at: Date };
}
/** What one indicator came to: `points` of its weight, or none with the reason why. */
export interface ScoreItem { indicator: string; numerator: number; denominator: number; value: number | null; points: number | null; why?: string }
export interface Appeal { id: string; by: Actor; at: Date; text: string; answer?: { by: Actor; at: Date; granted: boolean; reason: string } }
/** `late`: made after publication; it is shown beside what was published and changes nothing of it. */
export interface Correction { id: string; by: Actor; at: Date; points: number; before: number; reason: string; late: boolean; appeal?: string }
/** `<assessment>:<assessed>`. `run` says which computing wrote it, `turn` which of them may (the latest). `total` is out of 100, null when nothing could be assessed. `sheet` is the county by whose own indicators it came about (one of the assessment's `others`); none: by the assessment's. */
export interface AssessmentScore {
  _id: string; assessment: string; run: string; turn?: number; assessed: string; name: string; subject: Subject; period: string; path: string[]; sheet?: string | null; items: ScoreItem[]; computed: number | null; total: number | null; frozen: boolean;
  appeals: Appeal[]; corrections: Correction[];
}
