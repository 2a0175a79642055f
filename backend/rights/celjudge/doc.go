// Package celjudge holds the engine of backend/rights against an independent judge: the same rules, read from the same
// data by code of its own, written out as CEL (Common Expression Language) and evaluated by cel-go with the skipped
// questions unknown. Wherever CEL decides, the engine must say the same. The package is tests only; no program knows CEL.
//
// Each right becomes three CEL conditions: that the household has it, that it has it or is likely to get it, and that it
// is at least possible. As plain booleans under && and || these let CEL decide as much as it can of what is unknown. It
// still decides less than the engine: x || !x is unknown to it.
package celjudge
