package io.twinmesh.benchmarks.load;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets options be load shapes. */
public final class LoadShapeConverter implements ITypeConverter<LoadShape> {

    @Override
    public LoadShape convert(String value) {
        try {
            return LoadShape.parse(value);
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }
}
