export type DeviceHappening = "enrolled" | "asked" | "admitted" | "renewed" | "revoked_by_cell" | "revoked_by_ward";
