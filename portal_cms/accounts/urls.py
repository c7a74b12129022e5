from django.urls import path

from portal_cms.accounts import key_views, views

app_name = "portal_accounts"
urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign_out"),
    path("password/forgotten/", views.ForgottenView.as_view(), name="password_forgotten"),
    path("password/forgotten/sent/", views.ForgottenSentView.as_view(), name="password_forgotten_sent"),
    path("password/set/<str:token>/", key_views.SetPasswordView.as_view(), name="set_password"),
    path("password/first/", key_views.FirstPasswordView.as_view(), name="first_password"),
    path("link/<str:token>/", key_views.PersonalLinkView.as_view(), name="personal_link"),
    path("password/change/", views.PasswordChangeView.as_view(), name="password_change"),
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("profile/sessions/", views.SessionsView.as_view(), name="sessions"),
    path("language/", views.LanguageView.as_view(), name="language"),
]
