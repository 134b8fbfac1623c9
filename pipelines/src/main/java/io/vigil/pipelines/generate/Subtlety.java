package io.vigil.pipelines.generate;

import java.util.Locale;

/** How hard a planted fraud is to see. */
enum Subtlety {
  BLATANT,
  CLEAR,
  /** Few payments, or over a long time, among many that look alike. */
  SUBTLE,
  /** Barely visible: in many places even a careful person would not see it. */
  FAINT;

  /** As it stands in the truth. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
