/** What `/api/status` answers. */
export interface Status {
  readonly at: string;
  readonly problems: readonly Problem[];
  readonly connections: number;
  readonly edges: readonly EdgeStatus[];
  readonly silos: readonly SiloReport[];
}

export interface Problem {
  readonly code: string;
  readonly where: string;
  readonly figure: number;
}

export interface EdgeStatus {
  readonly report: EdgeReport;
  readonly heardAt: string;
  readonly silent: boolean;
}

export interface EdgeReport {
  readonly edge: string;
  readonly startedAt: string;
  readonly connections: number;
  readonly places: number;
  readonly overload: number;
  readonly deliveriesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly refused: readonly CodeCount[];
  readonly closed: readonly CodeCount[];
}

export interface CodeCount {
  readonly code: string;
  readonly count: number;
}

export interface SiloReport {
  readonly silo: string;
  readonly state: string;
  readonly startedAt: string;
  readonly activations: number;
  readonly memoryBytes: number;
}
