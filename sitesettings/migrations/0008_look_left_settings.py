from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sitesettings", "0007_look_of_firms")]

    operations = [
        migrations.RemoveField(
            model_name="firmsettings",
            name="favicon",
        ),
        migrations.RemoveField(
            model_name="firmsettings",
            name="greeting_de",
        ),
        migrations.RemoveField(
            model_name="firmsettings",
            name="greeting_en",
        ),
        migrations.RemoveField(
            model_name="firmsettings",
            name="greeting_es",
        ),
        migrations.RemoveField(
            model_name="firmsettings",
            name="logo",
        ),
        migrations.RemoveField(
            model_name="firmsettings",
            name="theme",
        ),
    ]
