/**
 * Reads the YAML files that people write for Vigil, and tells them of every mistake at once, each
 * with its line.
 */
@NullMarked
package io.vigil.schemas.yaml;

import org.jspecify.annotations.NullMarked;
