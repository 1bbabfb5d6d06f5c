import type { DeviceHappening } from "./DeviceHappening";
export type DeviceEvent = { at: string, device: string, what: DeviceHappening, by: string | null, };
