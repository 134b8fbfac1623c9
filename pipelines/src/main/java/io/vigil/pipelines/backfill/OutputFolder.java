package io.vigil.pipelines.backfill;

import io.vigil.pipelines.files.OutputFormat;
import java.nio.file.Path;

/**
 * A folder that takes the tables of a backfill.
 *
 * @param path where they appear
 * @param format how they are written
 */
public record OutputFolder(Path path, OutputFormat format) {}
