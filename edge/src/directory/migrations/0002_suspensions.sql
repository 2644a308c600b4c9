-- The number of the last change by which the venue's own object was suspended or resumed. An earlier one that arrives
-- late is left out. From now on a venue of a file has a row once an operator has listed the venues, so that it stays
-- known when its file is taken away.
ALTER TABLE venues ADD COLUMN suspension_change INTEGER NOT NULL DEFAULT 0;
