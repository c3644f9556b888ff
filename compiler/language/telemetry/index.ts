// Room `telemetry`: what is seen. Audit records always go somewhere; today that is stdout.
import type { Room } from '../room.ts';

export interface TelemetryModel {
  readonly audit: 'stdout';
}

export const telemetry: Room<'telemetry', TelemetryModel, object> = {
  key: 'telemetry',
  resolve: () => Object.freeze({ audit: 'stdout' }),
  rules: [],
  generate(_models, builder) {
    builder.stage('audit', { module: 'telemetry/audit', name: 'auditToStdout' });
    return {};
  },
};
