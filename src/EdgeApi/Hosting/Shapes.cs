namespace Halle.Hosting;

/// <summary>Which parts run in this process. The edge only ever asks an IGrainFactory, so a cluster's client takes the silo's place.</summary>
public static class Shapes
{
    public static void AddShape(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        switch (settings.Shape)
        {
            case DeploymentShape.Embedded:
                builder.Host.UseOrleans(silo => silo.UseLocalhostClustering());
                break;
            default:
                throw new StartUpException([$"Halle:Shape {settings.Shape} cannot be started."]);
        }
    }
}
